using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>
/// Names a course: <c>course-v1:org+course+run</c>, or the old <c>org/course/run</c>; also a library of the first kind (<c>library-v1:org+library</c>)
/// and a custom course (<c>ccx-v1:org+course+run+ccx@1</c>). A branch (<c>+branch@name</c>) and a version (<c>+version@</c> and 24 hexadecimal digits) may
/// follow the run; a version may stand alone.
/// </summary>
public sealed class CourseKey : OpaqueKey, ITextValue<CourseKey>
{
    private CourseKey(string text)
        : base(text)
    {
    }

    /// <inheritdoc />
    public override bool IsDeprecated => Text.Contains('/', StringComparison.Ordinal);

    /// <summary>The organization; empty where the key names a version alone.</summary>
    public string Org => Parts.Org.ToString();

    /// <summary>The course's number, or the library's; empty where the key names a version alone.</summary>
    public string Course => Parts.Course.ToString();

    /// <summary>The run; empty in a library, and where the key names a version alone.</summary>
    public string Run => Parts.Run.ToString();

    /// <summary>The branch; null where the key names none.</summary>
    public string? Branch => Parts.Branch is { IsEmpty: false } branch ? branch.ToString() : null;

    /// <summary>The version; null where the key names none.</summary>
    public string? Version => Parts.Version is { IsEmpty: false } version ? version.ToString() : null;

    /// <summary>The number of the custom course; null where this is none.</summary>
    public string? Ccx => Parts.Ccx is { IsEmpty: false } ccx ? ccx.ToString() : null;

    private CourseParts Parts => CourseParts.TryRead(Text, out var parts) ? parts : default;

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out CourseKey value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = CourseParts.TryRead(text, out _) ? new CourseKey(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static CourseKey Parse(string text) => TryParse(text, out var value)
        ? value
        : throw KeyFormat.Wrong("key of a course", "course-v1:org+course+run, library-v1:org+library, ccx-v1:org+course+run+ccx@1 or org/course/run", KeyFormat.Ids);

    /// <summary>The key of a course, from its parts.</summary>
    /// <exception cref="FormatException">A part holds what a key cannot.</exception>
    public static CourseKey Of(string org, string course, string run) => Parse($"course-v1:{org}+{course}+{run}");
}
