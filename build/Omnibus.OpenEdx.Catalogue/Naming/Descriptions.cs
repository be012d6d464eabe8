namespace Omnibus.OpenEdx.Catalogue.Naming;

/// <summary>What is said of events, classes and fields: the sentence of a table, else one that is made of the name.</summary>
internal sealed class Descriptions
{
    private readonly Table _words = Table.Load("words");

    /// <summary><c>COURSE_ENROLLMENT_CREATED</c>: a course enrollment was created.</summary>
    public string OfEvent(string signal)
    {
        if (_words.Find(signal) is { } sentence)
        {
            return sentence;
        }

        var words = signal.ToLowerInvariant().Split('_').Select(word => _words.Find(":" + word) ?? word).ToList();
        var thing = string.Join(' ', words[..^1]);
        var plural = thing.EndsWith('s') && !thing.EndsWith("ss", StringComparison.Ordinal) && !thing.EndsWith("us", StringComparison.Ordinal);
        return Words.Sentence($"{(plural ? "" : Article(thing))}{thing} {(plural ? "were" : "was")} {words[^1]}");
    }

    public string OfClass(string name) => _words.Find(name) ?? Words.Sentence(Article(Words.OfClass(name)) + Words.OfClass(name));

    /// <summary>Of a field: what is said of it in its class, else in all classes.</summary>
    public string OfField(string owner, string field) =>
        _words.Find($"{owner}.{field}") ?? _words.Find(field) ?? Words.Sentence("the " + field.Replace('_', ' '));

    private static string Article(string words) => "aeio".Contains(char.ToLowerInvariant(words[0]), StringComparison.Ordinal) ? "an " : "a ";
}
