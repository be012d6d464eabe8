using System.Globalization;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Recovery;
using Coordination = Omnibus.Drivers.Coordination;

namespace Omnibus.Commands.Doctor;

/// <summary>What routes and consumers ask of a transport, against what it can do.</summary>
internal static class Needs
{
    public static IReadOnlyList<NeedRow> Of(BusConfiguration bus, TransportConfiguration transport)
    {
        var info = transport.Factory.Info;
        var rows = new List<NeedRow>();
        foreach (var consumer in bus.Consumers.Where(consumer => Same(consumer.Transport, transport)))
        {
            var who = $"consumer '{consumer.Name}'";
            rows.Add(new NeedRow(who, OrderOf(consumer), consumer.Coordination != Coordination.None, consumer.Coordination switch
            {
                Coordination.Broker => "the broker shares out partitions",
                Coordination.Leases => "the bus shares out partitions, by leases in the broker",
                Coordination.Shared => "consumers share single records",
                _ => "it cannot be consumed so",
            }));
            if (consumer.Start.Kind == StartKind.Time)
            {
                rows.Add(Row<ITimeIndex>(info, who, "a start by time", "positions are found by time", "it has no index by time"));
            }

            rows.Add(Row<IGroupAdministrator>(info, who, "lag, seek and skip", "groups are administered", "lag is unknown, and its group cannot be moved"));
        }

        foreach (var topic in Topics(bus, transport).Where(topic => topic.Partitions is not null || topic.Retention is not null))
        {
            rows.Add(Row<ITopicAdministrator>(
                info, $"topic '{topic.Name}'", string.Create(CultureInfo.InvariantCulture, $"{topic.Partitions?.ToString(CultureInfo.InvariantCulture) ?? "its"} partitions"), "topics are made as configured", "it does not make topics"));
        }

        rows.Add(Row<ISchemaStore>(info, "every event", "reading what was written with another version of its schema", "schemas are stored with it", "only events of the reader's own schema can be read"));
        return rows;
    }

    /// <summary>What the bus does at a broker, for a probe.</summary>
    public static ProbeUse UseOf(BusConfiguration bus, TransportConfiguration transport)
    {
        var uses = new SortedDictionary<string, TopicUse>(StringComparer.Ordinal);
        foreach (var route in bus.Routes.Where(route => route.Enabled && Same(route.Transport, transport)))
        {
            Add(route.Topic, use => use with { Publishes = true });
        }

        var consumers = bus.Consumers.Where(consumer => Same(consumer.Transport, transport)).ToList();
        foreach (var consumer in consumers)
        {
            foreach (var topic in consumer.Topics)
            {
                Add(topic, use => use with { Consumes = true });
                if (consumer.OnFailure == FailureAction.DeadLetter || consumer.OnUnhandled == UnhandledAction.DeadLetter)
                {
                    Add(GroupTopics.LettersOf(topic, consumer.Group), use => use with { Publishes = true });
                }
            }
        }

        return new ProbeUse { Topics = [.. uses.Values], Groups = [.. consumers.Select(consumer => consumer.Group).Distinct(StringComparer.Ordinal)] };

        void Add(string topic, Func<TopicUse, TopicUse> change)
        {
            var name = bus.FullName(topic);
            uses[name] = change(uses.GetValueOrDefault(name) ?? new TopicUse(name) { Creates = !bus.Topics.TryGetValue(topic, out var said) || said.Create });
        }
    }

    /// <summary>The entries of <c>Omnibus:Topics</c> that are about a transport.</summary>
    public static IEnumerable<TopicConfiguration> Topics(BusConfiguration bus, TransportConfiguration transport) =>
        bus.Routes.Where(route => route.Enabled && Same(route.Transport, transport)).Select(route => route.Topic)
            .Concat(bus.Consumers.Where(consumer => Same(consumer.Transport, transport)).SelectMany(consumer => consumer.Topics))
            .Distinct(StringComparer.Ordinal).Select(topic => bus.Topics.GetValueOrDefault(topic)).OfType<TopicConfiguration>();

    private static string OrderOf(ConsumerConfiguration consumer) => consumer.Ordering switch
    {
        Ordering.None => "a group without order",
        Ordering.Key => "a group in the order of keys",
        _ => "a group in the order of partitions",
    };

    private static NeedRow Row<TAbility>(TransportInfo info, string who, string need, string how, string without)
    {
        var has = info.Has<TAbility>();
        return new NeedRow(who, need, has, has ? how : without);
    }

    private static bool Same(string name, TransportConfiguration transport) => string.Equals(name, transport.Name, StringComparison.OrdinalIgnoreCase);
}
