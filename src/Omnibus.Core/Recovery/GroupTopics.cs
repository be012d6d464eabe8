using Omnibus.Configuration;

namespace Omnibus.Recovery;

/// <summary>The topics that a group has beside each topic that it reads. All names are without prefix.</summary>
internal static class GroupTopics
{
    private const string Letters = ".dead-letter";
    private const string Redrive = ".redrive";

    /// <summary>Where the records go that the group gave up on.</summary>
    public static string LettersOf(string topic, string group) => $"{topic}.{group}{Letters}";

    /// <summary>Where such records come back from, to this group alone.</summary>
    public static string RedriveOf(string topic, string group) => $"{topic}.{group}{Redrive}";

    /// <summary>The topic that a consumer's topic stands for: itself, unless the consumer reads what is redriven.</summary>
    public static string SourceOf(string topic, ConsumerConfiguration consumer) => consumer.Redrives ? SourceOfRedrive(topic, consumer.Group) : topic;

    /// <summary>The topic that a topic stands for: itself, unless it holds what was redriven to the group.</summary>
    public static string SourceOfRedrive(string topic, string group)
    {
        var end = $".{group}{Redrive}";
        return topic.Length > end.Length && topic.EndsWith(end, StringComparison.Ordinal) ? topic[..^end.Length] : topic;
    }

    /// <summary>Whether a topic holds dead letters, of any group.</summary>
    public static bool HasLetters(string topic) => topic.EndsWith(Letters, StringComparison.Ordinal);

    /// <summary>Whether a topic is one of those that a group has beside others.</summary>
    public static bool IsDerived(string topic) => HasLetters(topic) || topic.EndsWith(Redrive, StringComparison.Ordinal);

    /// <summary>The topic whose dead letters of a group this one holds; null where it holds none of them.</summary>
    public static string? SourceOfLetters(string topic, string group)
    {
        var end = $".{group}{Letters}";
        return topic.Length > end.Length && topic.EndsWith(end, StringComparison.Ordinal) ? topic[..^end.Length] : null;
    }
}
