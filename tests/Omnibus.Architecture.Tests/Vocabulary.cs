using System.Text.RegularExpressions;
using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

/// <summary>One word a thing. What the public API must not say, and what it says instead.</summary>
internal static partial class Vocabulary
{
    private static readonly Dictionary<string, string> s_instead = new()
    {
        ["message"] = "event or record", ["notification"] = "event", ["signal"] = "event",
        ["wrapper"] = "envelope", ["container"] = "envelope",
        ["packet"] = "record",
        ["channel"] = "topic", ["stream"] = "topic", ["lane"] = "partition", ["cursor"] = "position", ["offset"] = "position",
        ["sender"] = "producer", ["listener"] = "consumer", ["receiver"] = "consumer", ["dispatcher"] = "consumer",
        ["subscription"] = "consumer group", ["subscriber"] = "consumer", ["queue group"] = "consumer group",
        ["routing key"] = "key",
        ["defer"] = "requeue", ["abandon"] = "reject",
        ["high water"] = "watermark", ["backlog"] = "lag", ["retry count"] = "attempt",
        ["poison"] = "dead letter", ["error queue"] = "dead letter",
        ["forwarder"] = "relay",
        ["provider"] = "transport or driver", ["backend"] = "transport or driver", ["adapter"] = "transport or driver",
        ["error result"] = "fault",
        ["worker"] = "strand", ["slot"] = "strand", ["shard"] = "strand",
        ["msg"] = "a whole word", ["opts"] = "options", ["cfg"] = "configuration", ["ctx"] = "context", ["mgr"] = "a name that says something",
    };

    // Words of .NET and of the brokers, which are theirs to choose.
    private static readonly string[] s_foreign = ["time provider", "service provider", "stream entry", "cancellation token", "date time offset"];

    // Where .NET itself calls it so: the text of an exception, the culture of a format.
    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["message"] = @"Exception(\.\.ctor)?$",
        ["provider"] = @"\.(Try)?(Parse|Format|ToString)$",
    };

    /// <summary>Each name with a word that is not ours, as a sentence.</summary>
    public static IEnumerable<string> FindWrong(IEnumerable<PublicName> names)
    {
        foreach (var (owner, name) in names.Distinct())
        {
            var words = s_foreign.Aggregate(Words(name), (text, foreign) => text.Replace(foreign, "", StringComparison.Ordinal));
            foreach (var (word, instead) in s_instead)
            {
                if (Regex.IsMatch(words, $@"\b{word}s?\b") && !(s_allowed.TryGetValue(word, out var owners) && Regex.IsMatch(owner, owners)))
                {
                    yield return $"{owner}: '{name}' says {word}; the word is {instead}.";
                }
            }
        }
    }

    /// <summary>A name in lower-case words: <c>ReadDeadLetterAsync</c> is <c>read dead letter async</c>.</summary>
    public static string Words(string name) => EndOfWord().Replace(name, " ").Replace('_', ' ').ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex EndOfWord();
}
