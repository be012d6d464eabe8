namespace Omnibus.OpenEdx.Reading;

/// <summary>The parts of a text that names a block.</summary>
internal readonly ref struct BlockParts
{
    private const string OldStart = "i4x://";

    private BlockParts(CourseForm? form, ReadOnlySpan<char> context, ReadOnlySpan<char> type, ReadOnlySpan<char> id)
    {
        Form = form;
        Context = context;
        Type = type;
        Id = id;
    }

    /// <summary>How the course is written; null where the block is not in a course, or in the old form.</summary>
    public CourseForm? Form { get; }

    /// <summary>The course without its namespace, or the library with it; in the old form organization and course, without a run.</summary>
    public ReadOnlySpan<char> Context { get; }

    public ReadOnlySpan<char> Type { get; }

    public ReadOnlySpan<char> Id { get; }

    public static bool IsOld(ReadOnlySpan<char> text) => text.StartsWith(OldStart, StringComparison.Ordinal);

    public static bool TryRead(ReadOnlySpan<char> text, out BlockParts parts)
    {
        parts = default;
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        return IsOld(text) ? TryReadOld(text[OldStart.Length..], out parts)
            : CourseForm.Find(text[..colon], ofBlocks: true) is { } form ? TryReadInCourse(form, text[(colon + 1)..], out parts)
            : TryReadInLibrary(text, out parts);
    }

    private static bool TryReadInCourse(CourseForm form, ReadOnlySpan<char> text, out BlockParts parts)
    {
        parts = default;
        var reader = new PlusReader(text);
        if (!CourseParts.TryRead(form, ref reader, out _) || reader.AtEnd)
        {
            return false;
        }

        var context = text[..reader.Taken];
        parts = new BlockParts(form, context, reader.Named("type"), reader.Named("block"));
        return reader.AtEnd && KeyCharacters.IsId(parts.Type) && KeyCharacters.IsOldId(parts.Id);
    }

    private static bool TryReadInLibrary(ReadOnlySpan<char> text, out BlockParts parts)
    {
        parts = default;
        if (!SlugParts.Are(text, "lb", 4))
        {
            return false;
        }

        Span<Range> ranges = stackalloc Range[5];
        text.Split(ranges, ':');
        parts = new BlockParts(null, text[ranges[1].Start..ranges[2].End], text[ranges[3]], text[ranges[4]]);
        return true;
    }

    /// <summary><c>org/course/type/id</c> behind the start, perhaps with <c>@revision</c>.</summary>
    private static bool TryReadOld(ReadOnlySpan<char> text, out BlockParts parts)
    {
        parts = default;
        Span<Range> ranges = stackalloc Range[5];
        if (text.Split(ranges, '/') != 4)
        {
            return false;
        }

        var id = text[ranges[3]];
        var revision = id.IndexOf('@') is >= 0 and var at ? id[(at + 1)..] : default;
        id = id[..(revision.IsEmpty ? id.Length : id.Length - revision.Length - 1)];
        parts = new BlockParts(null, text[..ranges[1].End], text[ranges[2]], id);
        return KeyCharacters.IsOldId(text[ranges[0]]) && KeyCharacters.IsOldId(text[ranges[1]]) && KeyCharacters.IsOldId(parts.Type)
            && KeyCharacters.IsOldId(id) && (revision.IsEmpty || KeyCharacters.IsOldId(revision));
    }
}
