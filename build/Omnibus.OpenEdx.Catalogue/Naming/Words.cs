namespace Omnibus.OpenEdx.Catalogue.Naming;

/// <summary>Names of .NET, made of Python's.</summary>
internal static class Words
{
    /// <summary><c>usage_key</c> and <c>USAGE_KEY</c> are <c>UsageKey</c>.</summary>
    public static string Pascal(string snake) => string.Concat(snake.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));

    /// <summary><c>ORASubmissionData</c> is <c>OraSubmissionData</c>: of capitals in a row, three or more before a word, the first stays one.</summary>
    public static string Class(string python)
    {
        var capitals = python.TakeWhile(char.IsAsciiLetterUpper).Count();
        return capitals > 3 ? python[0] + python[1..(capitals - 1)].ToLowerInvariant() + python[(capitals - 1)..] : python;
    }

    /// <summary><c>CourseEnrollmentData</c> is <c>course enrollment</c>.</summary>
    public static string OfClass(string name)
    {
        const string Suffix = "Data";
        var bare = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
        return string.Concat(bare.Select((letter, place) => char.IsAsciiLetterUpper(letter) ? (place > 0 ? " " : "") + char.ToLowerInvariant(letter) : $"{letter}"));
    }

    public static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";
}
