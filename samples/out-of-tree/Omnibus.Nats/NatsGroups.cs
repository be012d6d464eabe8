using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>A group is a durable consumer of its name at each of its topics.</summary>
internal static class NatsGroups
{
    private const char PassingMark = '~';

    /// <summary>A name for a consumer that belongs to no group. No group's durable begins so.</summary>
    public static string Passing() => $"{PassingMark}{Guid.NewGuid():N}";

    /// <summary>The number of the first record at a position or behind it.</summary>
    public static ulong RecordOf(Position position) => Math.Max(1, position.Index == 0 ? position.Low : position.Low + 1);

    public static ConsumerConfig Durable(NatsLink link, string durable, StartPoint start) => StartAt(
        new ConsumerConfig(durable)
        {
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = link.Options.AckWait,
            MaxDeliver = -1,
            MaxAckPending = -1,
            NumReplicas = link.Options.Replicas,
        },
        start);

    public static ConsumerConfig StartAt(ConsumerConfig config, StartPoint start)
    {
        config.DeliverPolicy = start.Kind switch
        {
            StartKind.Latest => ConsumerConfigDeliverPolicy.New,
            StartKind.Time => ConsumerConfigDeliverPolicy.ByStartTime,
            StartKind.Position => ConsumerConfigDeliverPolicy.ByStartSequence,
            _ => ConsumerConfigDeliverPolicy.All,
        };
        if (start.Kind == StartKind.Time)
        {
            config.OptStartTime = start.Time;
        }
        else if (start.Kind == StartKind.Position)
        {
            config.OptStartSeq = RecordOf(start.Position);
        }

        return config;
    }

    public static async ValueTask<IReadOnlyList<string>> ListAsync(NatsLink link, CancellationToken cancellationToken)
    {
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var stream in NatsTopics.StreamsAsync(jetStream, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var consumer in jetStream.ListConsumerNamesAsync(stream, cancellationToken).ConfigureAwait(false))
            {
                if (consumer[0] != PassingMark)
                {
                    groups.Add(NatsNames.GroupOf(consumer));
                }
            }
        }

        return [.. groups];
    }

    public static async ValueTask<GroupDescription?> DescribeAsync(NatsLink link, string group, CancellationToken cancellationToken)
    {
        var members = new SortedSet<string>(StringComparer.Ordinal);
        var partitions = new List<GroupPartition>();
        var connection = await link.OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var consumer in await FindAsync(link, group, cancellationToken).ConfigureAwait(false))
        {
            members.UnionWith(await Presence.AskAsync(connection, consumer.StreamName, consumer.Name, cancellationToken).ConfigureAwait(false));
            partitions.Add(new GroupPartition(
                new TopicPartition(NatsNames.TopicOf(consumer.StreamName), 0), new Position(0, consumer.AckFloor.StreamSeq + 1), (long)consumer.NumPending + consumer.NumAckPending));
        }

        return partitions.Count == 0 ? null : new GroupDescription(group, [.. members], partitions);
    }

    public static async ValueTask SetPositionAsync(NatsLink link, string group, TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        var (stream, durable) = (NatsNames.StreamOf(partition.Topic), NatsNames.DurableOf(group));
        await RequireIdleAsync(link, group, stream, durable, cancellationToken).ConfigureAwait(false);
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        await TryDeleteAsync(jetStream, stream, durable, cancellationToken).ConfigureAwait(false);
        await jetStream.CreateOrUpdateConsumerAsync(stream, Durable(link, durable, StartPoint.From(position)), cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask<bool> DeleteAsync(NatsLink link, string group, CancellationToken cancellationToken)
    {
        var consumers = await FindAsync(link, group, cancellationToken).ConfigureAwait(false);
        foreach (var consumer in consumers)
        {
            await RequireIdleAsync(link, group, consumer.StreamName, consumer.Name, cancellationToken).ConfigureAwait(false);
        }

        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        foreach (var consumer in consumers)
        {
            await TryDeleteAsync(jetStream, consumer.StreamName, consumer.Name, cancellationToken).ConfigureAwait(false);
        }

        return consumers.Count > 0;
    }

    private static async ValueTask<IReadOnlyList<ConsumerInfo>> FindAsync(NatsLink link, string group, CancellationToken cancellationToken)
    {
        var durable = NatsNames.DurableOf(group);
        var found = new List<ConsumerInfo>();
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var stream in NatsTopics.StreamsAsync(jetStream, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                found.Add((await jetStream.GetConsumerAsync(stream, durable, cancellationToken).ConfigureAwait(false)).Info);
            }
            catch (NatsJSApiException missing) when (NatsFaults.IsMissing(missing))
            {
                // It does not read this topic.
            }
        }

        return found;
    }

    private static async ValueTask RequireIdleAsync(NatsLink link, string group, string stream, string durable, CancellationToken cancellationToken)
    {
        var connection = await link.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await Presence.AskAsync(connection, stream, durable, cancellationToken).ConfigureAwait(false) is { Count: > 0 } members)
        {
            throw new GroupActiveException(group, members);
        }
    }

    private static async ValueTask TryDeleteAsync(NatsJSContext jetStream, string stream, string durable, CancellationToken cancellationToken)
    {
        try
        {
            await jetStream.DeleteConsumerAsync(stream, durable, cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException missing) when (NatsFaults.IsMissing(missing))
        {
            // New to this topic.
        }
    }
}
