using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Refuses options of topics on transports that cannot make or describe topics.</summary>
internal sealed class TopicAbilityCheck(
    IReadOnlyDictionary<string, TopicConfiguration> topics, TransportDirectory transports, ConfigurationProblems problems)
{
    public void Check(IEnumerable<(string Topic, string Transport)> uses)
    {
        foreach (var (name, transport) in uses.Distinct())
        {
            if (topics.TryGetValue(name, out var topic)
                && transports.Entries.FirstOrDefault(entry => string.Equals(entry.Name, transport, StringComparison.OrdinalIgnoreCase)) is { } entry
                && !entry.Factory.Info.Has<ITopicAdministrator>())
            {
                Report(topic, entry, "Partitions", topic.Partitions is not null);
                Report(topic, entry, "Retention", topic.Retention is not null);
            }
        }
    }

    private void Report(TopicConfiguration topic, TransportEntry transport, string option, bool isSet)
    {
        if (isSet)
        {
            problems.Add($"Omnibus:Topics:{topic.Name}:{option}", $"{transport} does not administer topics. Remove it, and set it at the broker.");
        }
    }
}
