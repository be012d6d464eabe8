using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Drivers;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Administration;

internal sealed partial class KafkaAdministrator
{
    public async ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken)
    {
        var groups = await AskAsync(
            client => client.ListConsumerGroupsAsync(new ListConsumerGroupsOptions { RequestTimeout = s_patience }), cancellationToken).ConfigureAwait(false);
        return [.. groups.Valid.Select(group => group.GroupId).Order(StringComparer.Ordinal)];
    }

    public async ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken)
    {
        if (await MembersAsync(group, cancellationToken).ConfigureAwait(false) is not { } members)
        {
            return null;
        }

        var committed = await CommittedAsync(group, cancellationToken).ConfigureAwait(false);
        var ends = await OffsetsAsync(
            await ThereAsync([.. committed.Keys], cancellationToken).ConfigureAwait(false), OffsetSpec.Latest(), some: true, cancellationToken)
            .ConfigureAwait(false);
        var readers = new Dictionary<TopicPartition, string>();
        foreach (var member in members)
        {
            foreach (var partition in member.Assignment.TopicPartitions)
            {
                readers[new TopicPartition(partition.Topic, partition.Partition.Value)] = NameOf(member);
            }
        }

        return new GroupDescription(
            group,
            [.. members.Select(NameOf).Order(StringComparer.Ordinal)],
            [.. committed.OrderBy(entry => entry.Key.Topic, StringComparer.Ordinal).ThenBy(entry => entry.Key.Partition).Select(entry => new GroupPartition(
                entry.Key,
                new Position(0, (ulong)entry.Value),
                ends.TryGetValue(entry.Key, out var end) ? Math.Max(0, end - entry.Value) : null)
            {
                Member = readers.GetValueOrDefault(entry.Key),
            })]);
    }

    public async ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        await ThrowIfActiveAsync(group, cancellationToken).ConfigureAwait(false);
        var offset = new TopicPartitionOffset(partition.Topic, partition.Partition, position.ToOffset());
        try
        {
            await AskAsync(
                client => client.AlterConsumerGroupOffsetsAsync(
                    [new ConsumerGroupTopicPartitionOffsets(group, [offset])], new AlterConsumerGroupOffsetsOptions { RequestTimeout = s_patience }),
                cancellationToken).ConfigureAwait(false);
        }
        catch (AlterConsumerGroupOffsetsException exception) when (KafkaFaults.Cause(exception).Code is ErrorCode.UnknownMemberId or ErrorCode.NonEmptyGroup)
        {
            await ThrowIfActiveAsync(group, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(client => client.DeleteGroupsAsync([group], new DeleteGroupsOptions { RequestTimeout = s_patience }), cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (DeleteGroupsException exception) when (KafkaFaults.Classify(exception) == FaultCode.NotFound)
        {
            return false;
        }
        catch (DeleteGroupsException exception) when (KafkaFaults.Cause(exception).Code == ErrorCode.NonEmptyGroup)
        {
            await ThrowIfActiveAsync(group, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Those of these partitions whose topic was not removed.</summary>
    private async ValueTask<IReadOnlyCollection<TopicPartition>> ThereAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var there = new List<TopicPartition>(partitions.Count);
        foreach (var topic in partitions.GroupBy(partition => partition.Topic))
        {
            var count = await CountPartitionsAsync(topic.Key, cancellationToken).ConfigureAwait(false) ?? 0;
            there.AddRange(topic.Where(partition => partition.Partition < count));
        }

        return there;
    }

    private static string NameOf(MemberDescription member) => string.IsNullOrEmpty(member.GroupInstanceId) ? member.ConsumerId : member.GroupInstanceId;

    private async ValueTask ThrowIfActiveAsync(string group, CancellationToken cancellationToken)
    {
        if (await MembersAsync(group, cancellationToken).ConfigureAwait(false) is { Count: > 0 } members)
        {
            throw new GroupActiveException(group, [.. members.Select(NameOf).Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Null where there is no such group; brokers say so in two ways.</summary>
    private async ValueTask<IReadOnlyList<MemberDescription>?> MembersAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var result = await AskAsync(
                client => client.DescribeConsumerGroupsAsync([group], new DescribeConsumerGroupsOptions { RequestTimeout = s_patience }),
                cancellationToken).ConfigureAwait(false);
            var description = result.ConsumerGroupDescriptions[0];
            return description.State == ConsumerGroupState.Dead ? null : description.Members;
        }
        catch (DescribeConsumerGroupsException exception) when (KafkaFaults.Classify(exception) == FaultCode.NotFound)
        {
            return null;
        }
    }

    private async ValueTask<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(string group, CancellationToken cancellationToken)
    {
        var results = await AskAsync(
            client => client.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(group, null)], new ListConsumerGroupOffsetsOptions { RequestTimeout = s_patience }),
            cancellationToken).ConfigureAwait(false);
        return results[0].Partitions
            .Where(entry => !entry.Error.IsError && !entry.Offset.IsSpecial)
            .ToDictionary(entry => new TopicPartition(entry.Topic, entry.Partition.Value), entry => entry.Offset.Value);
    }
}
