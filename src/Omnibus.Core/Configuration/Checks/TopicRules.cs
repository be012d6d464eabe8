using Omnibus.Drivers;
using Omnibus.Recovery;

namespace Omnibus.Configuration;

/// <summary>Checks topic names against the facts of a transport, with the prefix in front of them and with what the core derives from them.</summary>
internal sealed class TopicRules(ConfigurationProblems problems, string? prefix)
{
    public string? Prefix => prefix;

    public string FullName(string topic) => prefix is null ? topic : $"{prefix}-{topic}";

    /// <summary>Checks a topic; false, with a problem, where the transport refuses it.</summary>
    public bool Check(string path, string topic, TransportEntry transport)
    {
        var names = transport.Factory.Info.TopicNames;
        if (prefix is not null && names.WhyNot(prefix) is { } whyNotPrefix)
        {
            problems.Add(
                "Omnibus:TopicPrefix",
                $"'{prefix}' cannot begin a topic of {transport}: {whyNotPrefix}. Choose another prefix.");
            return false;
        }

        if (WhyNot(names, topic, FullName(topic)) is not { } why)
        {
            return true;
        }

        problems.Add(path, $"{Refusal(topic, FullName(topic), transport.ToString())}: {why}. Choose another topic.");
        return false;
    }

    /// <summary>Checks the topics that the core makes for a group beside a topic.</summary>
    public void CheckDerived(string path, string topic, string group, TransportEntry transport)
    {
        foreach (var derived in (string[])[GroupTopics.LettersOf(topic, group), GroupTopics.RedriveOf(topic, group)])
        {
            var full = FullName(derived);
            if (WhyNot(transport.Factory.Info.TopicNames, derived, full) is { } why)
            {
                problems.Add(path, $"{Refusal(derived, full, transport.ToString())}: {why}. Choose a shorter or plainer Group.");
                return;
            }
        }
    }

    public static string? WhyNot(TopicNames names, string topic, string fullName) => names.WhyNot(topic) ?? names.WhyNot(fullName);

    public static string Refusal(string topic, string fullName, string transport) => fullName == topic
        ? $"'{topic}' cannot be a topic of {transport}"
        : $"'{topic}', in full '{fullName}', cannot be a topic of {transport}";
}
