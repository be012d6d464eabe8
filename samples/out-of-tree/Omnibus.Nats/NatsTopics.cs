using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>Topics are streams with one subject each.</summary>
internal static class NatsTopics
{
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(14);
    private static readonly TimeSpan s_leastWindow = TimeSpan.FromMinutes(2);

    public static async ValueTask<bool> CreateAsync(NatsLink link, TopicSpecification topic, CancellationToken cancellationToken)
    {
        var stream = NatsNames.StreamOf(topic.Name);
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        if (await FindStreamAsync(jetStream, stream, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        if (topic.Partitions is > 1 and var partitions)
        {
            throw new ArgumentException($"A topic on NATS has one partition, not {partitions}: members of a group share its records.", nameof(topic));
        }

        var retention = topic.Retention ?? s_retention;
        var config = new StreamConfig(stream, [NatsNames.SubjectOf(topic.Name)])
        {
            MaxAge = retention,
            NumReplicas = link.Options.Replicas,
            Storage = StreamConfigStorage.File,
            DuplicateWindow = retention < s_leastWindow ? retention : s_leastWindow,
        };
        await jetStream.CreateStreamAsync(config, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public static async ValueTask<bool> DeleteAsync(NatsLink link, string topic, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await jetStream.DeleteStreamAsync(NatsNames.StreamOf(topic), cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException missing) when (NatsFaults.IsMissing(missing))
        {
            return false;
        }
    }

    public static async ValueTask<IReadOnlyList<string>> ListAsync(NatsLink link, CancellationToken cancellationToken)
    {
        var topics = new List<string>();
        await foreach (var stream in StreamsAsync(await link.JetStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
        {
            topics.Add(NatsNames.TopicOf(stream));
        }

        topics.Sort(StringComparer.Ordinal);
        return topics;
    }

    public static IAsyncEnumerable<string> StreamsAsync(NatsJSContext jetStream, CancellationToken cancellationToken) =>
        jetStream.ListStreamNamesAsync($"{NatsNames.Topics}>", cancellationToken);

    public static async ValueTask<TopicDescription?> DescribeAsync(NatsLink link, string topic, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        if (await FindStreamAsync(jetStream, NatsNames.StreamOf(topic), cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return null;
        }

        var state = stream.Info.State;
        var partition = new PartitionDescription(0, new Position(0, Math.Max(1, state.FirstSeq)), new Position(0, state.LastSeq + 1), state.Messages);
        return new TopicDescription(topic, [partition]) { Retention = stream.Info.Config.MaxAge > TimeSpan.Zero ? stream.Info.Config.MaxAge : null };
    }

    /// <summary>A consumer that begins at a time is made and forgotten: it says where it begins.</summary>
    public static async ValueTask<Position> FindAsync(NatsLink link, TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        var stream = NatsNames.StreamOf(partition.Topic);
        var config = NatsGroups.StartAt(
            new ConsumerConfig { Name = NatsGroups.Passing(), AckPolicy = ConsumerConfigAckPolicy.None, MemStorage = true, InactiveThreshold = TimeSpan.FromSeconds(10) }, StartPoint.At(time));
        var consumer = await jetStream.CreateOrUpdateConsumerAsync(stream, config, cancellationToken).ConfigureAwait(false);
        var found = new Position(0, consumer.Info.Delivered.StreamSeq + 1);
        await jetStream.DeleteConsumerAsync(stream, config.Name!, cancellationToken).ConfigureAwait(false);
        return found;
    }

    public static async ValueTask<INatsJSStream?> FindStreamAsync(NatsJSContext jetStream, string stream, CancellationToken cancellationToken)
    {
        try
        {
            return await jetStream.GetStreamAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException missing) when (NatsFaults.IsMissing(missing))
        {
            return null;
        }
    }
}
