using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Recovery;

namespace Omnibus.Commands.Understanding;

/// <summary>Walks the way of an event, from its type to its handler, and stops at the first thing that keeps it.</summary>
/// <param name="whole">The configuration.</param>
/// <param name="type">The event's type.</param>
/// <param name="id">Which event; null: the one that was stored last.</param>
internal sealed class WhyWalk(WholeConfiguration whole, string type, string? id)
{
    private readonly List<string> _passed = [];

    private string Which => id is null ? $"an event '{type}'" : $"the event '{id}'";

    /// <summary>Runs a walk to its end.</summary>
    public async Task<WhyFinding> RunAsync(Func<RouteConfiguration, BusSession> open, string? topic, string? group, CancellationToken cancellationToken)
    {
        try
        {
            var route = FindRoute(topic);
            var session = open(route);
            await using var closing = session.ConfigureAwait(false);
            await ReachAsync(session, cancellationToken).ConfigureAwait(false);
            await FollowAsync(session, route.Topic, group, cancellationToken).ConfigureAwait(false);
            return new WhyFinding(nameof(WhyCause.None), $"Nothing keeps {Which}.", "", _passed);
        }
        catch (WhyFoundException found)
        {
            return new WhyFinding(found.Cause.ToString(), found.Message, found.Fix, _passed);
        }
    }

    private RouteConfiguration FindRoute(string? topic)
    {
        var definition = whole.Registrations.Events.GetValueOrDefault(type);
        if (definition is null && NearestName.To(type, whole.Registrations.Events.Keys) is { } meant)
        {
            throw new WhyFoundException(WhyCause.UnknownType, $"No event of type '{type}' is known here.", $"Did you mean '{meant}'? If it is one of yours, name its assembly with --events.");
        }

        var bus = whole.Bus;
        _passed.Add(definition is null ? $"'{type}' is in no catalogue here; its topic is the one that routes or --topic name." : $"'{type}' is known.");
        if (bus.Transport is null)
        {
            throw new WhyFoundException(WhyCause.BusIsOff, "The bus is switched off: Omnibus:Transport is none.", "Set Omnibus:Transport.");
        }

        var routes = bus.Routes.Where(route => route.EventType == type).ToList();
        if (routes.Count == 0 && !bus.ImplicitRoutes)
        {
            throw new WhyFoundException(
                WhyCause.NoRoute, $"'{type}' has no route: no entry of Omnibus:Publish names it, and implicit routes are off. Publishing it fails.", "Add an entry with this Event under Omnibus:Publish.");
        }

        if (routes.Count > 0 && routes.TrueForAll(static route => !route.Enabled))
        {
            throw new WhyFoundException(
                WhyCause.RouteIsOff, $"Every route of '{type}' is switched off: {string.Join(", ", routes.Select(static route => $"Omnibus:Publish:{route.Name}"))}.", "Set Enabled of one of them to true.");
        }

        var chosen = routes.Find(route => route.Enabled && (topic is null || route.Topic == topic))
            ?? new RouteConfiguration(type, type) { Topic = topic ?? definition?.Topic ?? type, Transport = bus.Transport };
        _passed.Add($"It goes to topic '{chosen.Topic}' on '{chosen.Transport}'.");
        return chosen;
    }

    private async Task ReachAsync(BusSession session, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            if (session.Transport.Transport is IProbe probe)
            {
                var found = await probe.ProbeAsync(limit.Token).ConfigureAwait(false);
                _passed.Add($"{found.Server} at {found.Address} answers.");
            }
        }
#pragma warning disable CA1031 // whatever a driver throws is the answer
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var code = exception is OperationCanceledException ? FaultCode.Unavailable : session.Transport.Classify(exception);
            var transport = session.Configuration.Transports[session.Transport.Name];
            throw new WhyFoundException(
                WhyCause.BrokerAway, $"The broker of '{session.Transport.Name}' cannot be used ({code}): {Secrets.Without(exception.Message, transport.Factory.Settings, transport.Settings)}", $"See docs/operations/{OmnibusException.IdOf(code)}.md.");
        }
    }

    private async Task FollowAsync(BusSession session, string topic, string? only, CancellationToken cancellationToken)
    {
        // The groups first: an event that is settled meanwhile must not look as if it waited.
        var groups = await GroupsAsync(session, topic, only, cancellationToken).ConfigureAwait(false);
        var record = await FindRecordAsync(session, topic, groups, cancellationToken).ConfigureAwait(false);
        _passed.Add(string.Create(CultureInfo.InvariantCulture, $"It is stored: {topic}[{record.Place.Partition}] at {record.Position}{(record.StoredAt is { } at ? $", {at:u}" : "")}."));
        if (groups.Count == 0)
        {
            throw new WhyFoundException(
                WhyCause.NoGroup,
                only is null ? $"No group reads topic '{topic}'." : $"Group '{only}' does not read topic '{topic}' on '{session.Transport.Name}', and never did.",
                "Start a service with a consumer of it. Look for its name, its transport and its Topics in 'omnibus config explain'; 'omnibus groups' lists those that there are.");
        }

        foreach (var group in groups)
        {
            await new WhyGroup(whole, session, type, record, _passed).LookAsync(group, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<GroupDescription>> GroupsAsync(BusSession session, string topic, string? only, CancellationToken cancellationToken)
    {
        var administrator = session.Need<IGroupAdministrator>("describe groups");
        var full = session.Configuration.FullName(topic);
        return await session.CallAsync(async () =>
        {
            var found = new List<GroupDescription>();
            foreach (var name in only is null ? await administrator.ListGroupsAsync(cancellationToken).ConfigureAwait(false) : [only])
            {
                if (await administrator.DescribeGroupAsync(name, cancellationToken).ConfigureAwait(false) is { } group && group.Partitions.Any(place => place.Partition.Topic == full))
                {
                    found.Add(group);
                }
            }

            return found;
        }).ConfigureAwait(false);
    }

    private async Task<WhyRecord> FindRecordAsync(BusSession session, string topic, IReadOnlyList<GroupDescription> groups, CancellationToken cancellationToken)
    {
        var full = session.Configuration.FullName(topic);
        if (await FindRecordAsync(session, full, cancellationToken).ConfigureAwait(false) is { } record)
        {
            await CountAheadAsync(session, record, groups, cancellationToken).ConfigureAwait(false);
            return record;
        }

        var administrator = session.Need<ITopicAdministrator>("list topics");
        var all = await session.CallAsync(async () => await administrator.ListAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var other in all.Where(name => name != full && (name == topic || name.EndsWith($"-{topic}", StringComparison.Ordinal))))
        {
            if (await FindRecordAsync(session, other, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw new WhyFoundException(
                    WhyCause.OtherPrefix,
                    $"It is stored in topic '{other}', and this configuration reads '{full}': publisher and consumer have different prefixes.",
                    "Give both the same Omnibus:TopicPrefix.");
            }
        }

        throw new WhyFoundException(
            WhyCause.NotStored,
            all.Contains(full) ? $"Topic '{topic}' holds no such event." : $"There is no topic '{topic}' on '{session.Transport.Name}': nothing was ever published to it.",
            "It was not published, or it is older than the topic keeps events. Look for it in the log of its publisher, and whether that one has the same transport in 'omnibus config explain'.");
    }

    private async Task<WhyRecord?> FindRecordAsync(BusSession session, string fullTopic, CancellationToken cancellationToken)
    {
        var reader = new WireReader(session.Transport.Transport.Wire);
        var wanted = System.Text.Encoding.UTF8.GetBytes(type);
        WhyRecord? found = null;
        await WholeTopic.ReadAsync(
            session.Transport,
            fullTopic,
            delivery =>
            {
                if (reader.TryFindType(delivery, out var there) && there.Span.SequenceEqual(wanted) && (id is null || IdOf(reader, delivery) == id))
                {
                    var storedAt = delivery.StoredAt is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : default(DateTimeOffset?);
                    found = found is null || id is not null || storedAt is null || storedAt >= found.StoredAt
                        ? new WhyRecord(new TopicPartition(fullTopic, delivery.Partition), delivery.Position, storedAt, IdOf(reader, delivery))
                        : found;
                }

                return new(id is null || found is null);
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>How many records each group has before the event.</summary>
    private static async Task CountAheadAsync(BusSession session, WhyRecord record, IReadOnlyList<GroupDescription> groups, CancellationToken cancellationToken)
    {
        var places = groups.Select(group => (group.Name, group.Partitions.FirstOrDefault(place => place.Partition == record.Place)?.Position)).ToList();
        await WholeTopic.ReadAsync(
            session.Transport,
            record.Place.Topic,
            delivery =>
            {
                foreach (var (name, position) in delivery.Partition == record.Place.Partition && delivery.Position < record.Position ? places : [])
                {
                    if (position is { } next && delivery.Position >= next)
                    {
                        record.Ahead[name] = record.Ahead.GetValueOrDefault(name) + 1;
                    }
                }

                return new(true);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string IdOf(WireReader reader, Delivery delivery)
    {
        try
        {
            return reader.ReadMetadata(delivery).Id;
        }
        catch (EventDataException)
        {
            return "";
        }
    }
}

/// <summary>The event that is looked for, where it is stored.</summary>
internal sealed record WhyRecord(TopicPartition Place, Position Position, DateTimeOffset? StoredAt, string Id)
{
    /// <summary>How many records groups have before it, by their names.</summary>
    public Dictionary<string, int> Ahead { get; } = new(StringComparer.Ordinal);
}
