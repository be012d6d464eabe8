namespace Omnibus.OpenEdx.Reading;

/// <summary>What is said of a text that is no key. The text itself is left out: it is somebody's data.</summary>
internal static class KeyFormat
{
    /// <summary>What the parts of most keys hold.</summary>
    public const string Ids = "letters, digits and _ - ~ . :";

    /// <summary>What the parts of a library's keys hold.</summary>
    public const string Slugs = "letters, digits and _ - .";

    public static FormatException Wrong(string what, string forms, string characters) =>
        new($"The text is no {what}. Write it as {forms}; each part holds {characters} and is not empty.");
}
