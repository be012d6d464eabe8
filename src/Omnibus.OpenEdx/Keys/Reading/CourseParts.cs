namespace Omnibus.OpenEdx.Reading;

/// <summary>The parts of a text that names a course, with the place in it where it ends.</summary>
internal readonly ref struct CourseParts
{
    public ReadOnlySpan<char> Org { get; private init; }

    public ReadOnlySpan<char> Course { get; private init; }

    public ReadOnlySpan<char> Run { get; private init; }

    public ReadOnlySpan<char> Branch { get; private init; }

    public ReadOnlySpan<char> Version { get; private init; }

    public ReadOnlySpan<char> Ccx { get; private init; }

    /// <summary>Reads a whole key of a course, a library of the first kind or a custom course.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out CourseParts parts)
    {
        var colon = text.IndexOf(':');
        if (colon >= 0 && CourseForm.Find(text[..colon], ofBlocks: false) is { } form)
        {
            var reader = new PlusReader(text[(colon + 1)..]);
            if (TryRead(form, ref reader, out parts) && reader.AtEnd)
            {
                return true;
            }
        }

        return TryReadOld(text, out parts);
    }

    /// <summary>Reads the parts of the course, and leaves those behind it.</summary>
    public static bool TryRead(CourseForm form, scoped ref PlusReader reader, out CourseParts parts)
    {
        parts = new CourseParts
        {
            Org = reader.Plain(),
            Course = reader.Plain(),
            Run = form.HasRun ? reader.Plain() : [],
            Branch = reader.Named("branch"),
            Version = reader.Named("version"),
            Ccx = form.HasCcx ? reader.Named("ccx") : [],
        };
        return parts.HasNameOrVersion(form)
            && (parts.Branch.IsEmpty || KeyCharacters.IsId(parts.Branch))
            && (parts.Version.IsEmpty || KeyCharacters.IsVersion(parts.Version))
            && (!form.HasCcx || KeyCharacters.IsNumber(parts.Ccx));
    }

    // A key may name a version alone, without a course.
    private bool HasNameOrVersion(CourseForm form) => Org.IsEmpty
        ? !Version.IsEmpty
        : KeyCharacters.IsId(Org) && KeyCharacters.IsId(Course) && (!form.HasRun || KeyCharacters.IsId(Run));

    /// <summary><c>org/course/run</c>, where the run may be empty.</summary>
    private static bool TryReadOld(ReadOnlySpan<char> text, out CourseParts parts)
    {
        parts = default;
        Span<Range> pieces = stackalloc Range[4];
        if (text.Split(pieces, '/') != 3)
        {
            return false;
        }

        parts = new CourseParts { Org = text[pieces[0]], Course = text[pieces[1]], Run = text[pieces[2]] };
        return KeyCharacters.IsOldId(parts.Org) && KeyCharacters.IsOldId(parts.Course) && (parts.Run.IsEmpty || KeyCharacters.IsOldId(parts.Run));
    }
}
