using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Drivers;
using TopicDescription = Omnibus.Drivers.TopicDescription;
using TopicPartition = Omnibus.Drivers.TopicPartition;
using TopicSpecification = Omnibus.Drivers.TopicSpecification;

namespace Omnibus.Kafka.Administration;

internal sealed partial class KafkaAdministrator
{
    private const string RetentionProperty = "retention.ms";
    private const string CleanupProperty = "cleanup.policy";

    /// <summary>The names that brokers take for the topics of applications.</summary>
    public static TopicNames Names => new(249) { Punctuation = "._-", Reserved = [".", "..", .. InternalTopics] };

    /// <summary>Topics that the brokers keep for themselves.</summary>
    public static IReadOnlyList<string> InternalTopics { get; } =
        ["__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata", "__remote_log_metadata"];

    public async ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken)
    {
        if (Names.WhyNot(topic.Name) is { } reason)
        {
            throw new ArgumentException($"Topic '{topic.Name}': {reason}.", nameof(topic));
        }

        var specification = new Confluent.Kafka.Admin.TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions ?? -1,
            ReplicationFactor = -1,
        };
        if (topic.Retention is { } retention)
        {
            specification.Configs = new Dictionary<string, string>
            {
                [RetentionProperty] = ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            };
        }

        return await CreateAsync(specification, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a topic of one partition that keeps the last record of every key for ever. Nothing happens where it is there.</summary>
    public ValueTask<bool> CreateCompactedAsync(string topic, CancellationToken cancellationToken) => CreateAsync(
        new Confluent.Kafka.Admin.TopicSpecification
        {
            Name = topic,
            NumPartitions = 1,
            ReplicationFactor = -1,
            Configs = new Dictionary<string, string> { [CleanupProperty] = "compact" },
        },
        cancellationToken);

    private async ValueTask<bool> CreateAsync(Confluent.Kafka.Admin.TopicSpecification specification, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(client => client.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = s_patience }), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (CreateTopicsException exception) when (KafkaFaults.Cause(exception).Code == ErrorCode.TopicAlreadyExists)
        {
            return false;
        }

        await UntilAsync(() => IsUsableAsync(specification.Name, cancellationToken), cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(client => client.DeleteTopicsAsync([topic], new DeleteTopicsOptions { RequestTimeout = s_patience }), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DeleteTopicsException exception) when (KafkaFaults.Classify(exception) == FaultCode.NotFound)
        {
            return false;
        }

        await UntilAsync(
            async () => await CountPartitionsAsync(topic, cancellationToken).ConfigureAwait(false) is null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        // The only call of the client that lists topics blocks its thread.
        var metadata = await AskAsync(client => Task.Run(() => client.GetMetadata(s_patience), cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. metadata.Topics.Select(topic => topic.Topic).Except(InternalTopics).Order(StringComparer.Ordinal)];
    }

    public async ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken)
    {
        if (await CountPartitionsAsync(topic, cancellationToken).ConfigureAwait(false) is not { } count)
        {
            return null;
        }

        var partitions = Enumerable.Range(0, count).Select(partition => new TopicPartition(topic, partition)).ToArray();
        var first = await OffsetsAsync(partitions, OffsetSpec.Earliest(), some: false, cancellationToken).ConfigureAwait(false);
        var end = await OffsetsAsync(partitions, OffsetSpec.Latest(), some: false, cancellationToken).ConfigureAwait(false);
        var settings = await SettingsAsync(topic, cancellationToken).ConfigureAwait(false);
        var compacted = settings.TryGetValue(CleanupProperty, out var cleanup) && cleanup.Value.Contains("compact", StringComparison.Ordinal);
        return new TopicDescription(
            topic,
            [.. partitions.Select(partition => new PartitionDescription(
                partition.Partition,
                new Position(0, (ulong)first[partition]),
                new Position(0, (ulong)end[partition]),
                compacted ? null : end[partition] - first[partition]))])
        {
            Retention = settings.TryGetValue(RetentionProperty, out var retention)
                && long.TryParse(retention.Value, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds >= 0
                && milliseconds <= TimeSpan.MaxValue.TotalMilliseconds - 1
                    ? TimeSpan.FromMilliseconds(milliseconds)
                    : null,
        };
    }

    /// <summary>Every partition of these topics, which must exist.</summary>
    public async ValueTask<IReadOnlyList<TopicPartition>> PartitionsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var partitions = new List<TopicPartition>();
        foreach (var topic in topics)
        {
            var count = await CountPartitionsAsync(topic, cancellationToken).ConfigureAwait(false)
                ?? throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"Topic '{topic}' does not exist at {_options.BootstrapServers}."));
            partitions.AddRange(Enumerable.Range(0, count).Select(partition => new TopicPartition(topic, partition)));
        }

        return partitions;
    }

    /// <summary>The first or the next offset of each partition.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="where">The first or the next.</param>
    /// <param name="some">Leaves out partitions for which there is no answer; without it they are a fault.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<IReadOnlyDictionary<TopicPartition, long>> OffsetsAsync(
        IReadOnlyCollection<TopicPartition> partitions, OffsetSpec where, bool some, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
        {
            return new Dictionary<TopicPartition, long>();
        }

        var wanted = partitions.Select(partition => new TopicPartitionOffsetSpec
        {
            TopicPartition = new Confluent.Kafka.TopicPartition(partition.Topic, partition.Partition),
            OffsetSpec = where,
        });
        List<ListOffsetsResultInfo> found;
        try
        {
            var result = await AskAsync(
                client => client.ListOffsetsAsync(wanted, new ListOffsetsOptions { RequestTimeout = s_patience }), cancellationToken).ConfigureAwait(false);
            found = result.ResultInfos;
        }
        catch (ListOffsetsException exception) when (some)
        {
            found = exception.Result.ResultInfos;
        }

        return found.Select(info => info.TopicPartitionOffsetError)
            .Where(info => !info.Error.IsError)
            .ToDictionary(info => new TopicPartition(info.Topic, info.Partition.Value), info => info.Offset.Value);
    }

    /// <summary>The first offset of each partition that was stored at a time or later; nothing for partitions where there is none.</summary>
    public async ValueTask<IReadOnlyDictionary<TopicPartition, long>> SinceAsync(
        IReadOnlyCollection<TopicPartition> partitions, DateTimeOffset time, CancellationToken cancellationToken)
    {
        // Milliseconds: a record within the one of a time between two is not stored at it or later.
        var milliseconds = time.ToUnixTimeMilliseconds() + (time.Ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);
        var found = await OffsetsAsync(partitions, OffsetSpec.ForTimestamp(Math.Max(0, milliseconds)), some: false, cancellationToken).ConfigureAwait(false);
        return found.Where(entry => entry.Value >= 0).ToDictionary(entry => entry.Key, entry => entry.Value);
    }

    private async ValueTask<int?> CountPartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            var result = await AskAsync(
                client => client.DescribeTopicsAsync(
                    TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = s_patience }),
                cancellationToken).ConfigureAwait(false);
            return result.TopicDescriptions[0].Partitions.Count;
        }
        catch (DescribeTopicsException exception) when (KafkaFaults.Classify(exception) == FaultCode.NotFound)
        {
            return null;
        }
    }

    private async ValueTask<Dictionary<string, ConfigEntryResult>> SettingsAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
            var results = await AskAsync(
                client => client.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = s_patience }), cancellationToken)
                .ConfigureAwait(false);
            return results[0].Entries;
        }
        catch (DescribeConfigsException exception) when (KafkaFaults.Classify(exception) == FaultCode.PermissionDenied)
        {
            // Who may read a topic may not always see how it is kept.
            return [];
        }
    }

    /// <summary>Every broker knows the topic, and every partition has a leader.</summary>
    private async ValueTask<bool> IsUsableAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            var partitions = await PartitionsAsync([topic], cancellationToken).ConfigureAwait(false);
            await OffsetsAsync(partitions, OffsetSpec.Latest(), some: false, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KafkaException exception) when (KafkaFaults.Classify(exception) is FaultCode.NotFound or FaultCode.Transient)
        {
            return false;
        }
    }

    private async ValueTask UntilAsync(Func<ValueTask<bool>> holds, CancellationToken cancellationToken)
    {
        var start = _host.TimeProvider.GetTimestamp();
        while (!await holds().ConfigureAwait(false) && _host.TimeProvider.GetElapsedTime(start) < s_patience)
        {
            await Task.Delay(s_glance, _host.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
