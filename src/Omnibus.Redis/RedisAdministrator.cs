using Omnibus.Drivers;
using Omnibus.Redis.Administration;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>Topics: a stream for each partition, and a hash of what was fixed when they were made.</summary>
internal sealed class RedisAdministrator(RedisConnections connections) : ITopicAdministrator
{
    private const int DefaultPartitions = 1;

    private static readonly TimeSpan s_defaultRetention = TimeSpan.FromDays(14);

    /// <inheritdoc />
    public async ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (RedisNames.Rule.WhyNot(topic.Name) is { } problem)
        {
            throw new ArgumentException($"Topic '{topic.Name}' cannot be made: {problem}.", nameof(topic));
        }

        var partitions = topic.Partitions ?? DefaultPartitions;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        var retention = (long)(topic.Retention ?? s_defaultRetention).TotalMilliseconds;
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var created = await RedisScript.CreateTopic
            .RunAsync(connection, [RedisNames.Facts(topic.Name), .. RedisNames.Streams(topic.Name, partitions)], [partitions, retention]).ConfigureAwait(false);

        return (int)created == 1;
    }

    /// <inheritdoc />
    public async ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        if (await TopicFacts.PartitionsAsync(connection, topic).ConfigureAwait(false) is not { } partitions)
        {
            return false;
        }

        var streams = RedisNames.Streams(topic, partitions);
        var groups = await GroupNames.OfAsync(connection, streams).ConfigureAwait(false);
        RedisKey[] keys = [.. streams, RedisNames.Facts(topic), RedisNames.SchemasOf(topic), .. groups.Select(group => RedisNames.Leases(topic, group))];
        return await connection.AskAsync(database => database.KeyDeleteAsync(keys)).ConfigureAwait(false) > 0;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        return await TopicScan.AllAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        if (await TopicFacts.PartitionsAsync(connection, topic).ConfigureAwait(false) is not { } count)
        {
            return null;
        }

        var partitions = await Task.WhenAll(Enumerable.Range(0, count).Select(partition => DescribeAsync(connection, topic, partition))).ConfigureAwait(false);
        return new TopicDescription(topic, partitions) { Retention = await TopicFacts.RetentionAsync(connection, topic).ConfigureAwait(false) };
    }

    private static async Task<PartitionDescription> DescribeAsync(RedisConnection connection, string topic, int partition)
    {
        try
        {
            var stream = await connection.AskAsync(database => database.StreamInfoAsync(RedisNames.Stream(topic, partition))).ConfigureAwait(false);
            var end = StreamId.Parse((string)stream.LastGeneratedId!).Behind;
            var first = stream.FirstEntry.IsNull ? end : StreamId.Parse((string)stream.FirstEntry.Id!).Position;
            return new PartitionDescription(partition, first, end, stream.Length);
        }
        catch (RedisServerException exception) when (RedisFaults.Classify(exception) == FaultCode.NotFound)
        {
            // One partition's stream was removed by hand: the next record makes it again.
            return new PartitionDescription(partition, StreamId.Zero.Behind, StreamId.Zero.Behind, 0);
        }
    }
}
