using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>Names a custom course: <c>ccx-v1:org+course+run+ccx@1</c>. A branch and a version may stand before the number.</summary>
public sealed class CcxLocator : OpaqueKey, ITextValue<CcxLocator>
{
    private CcxLocator(string text)
        : base(text)
    {
    }

    /// <summary>The organization; empty where the key names a version alone.</summary>
    public string Org => Parts.Org.ToString();

    /// <summary>The number of the course that it is made from.</summary>
    public string Course => Parts.Course.ToString();

    /// <summary>The run of the course that it is made from.</summary>
    public string Run => Parts.Run.ToString();

    /// <summary>The number of the custom course, in decimal digits.</summary>
    public string Ccx => Parts.Ccx.ToString();

    private CourseParts Parts => TryRead(Text, out var parts) ? parts : default;

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out CcxLocator value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = TryRead(text, out _) ? new CcxLocator(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static CcxLocator Parse(string text) => TryParse(text, out var value)
        ? value
        : throw KeyFormat.Wrong("key of a custom course", "ccx-v1:org+course+run+ccx@1", KeyFormat.Ids);

    /// <summary>The same key, where any course can stand.</summary>
    public CourseKey ToCourseKey() => CourseKey.Parse(Text);

    private static bool TryRead(ReadOnlySpan<char> text, out CourseParts parts)
    {
        parts = default;
        const string Start = "ccx-v1:";
        if (!text.StartsWith(Start, StringComparison.Ordinal))
        {
            return false;
        }

        var reader = new PlusReader(text[Start.Length..]);
        return CourseParts.TryRead(CourseForm.Ccx, ref reader, out parts) && reader.AtEnd;
    }
}
