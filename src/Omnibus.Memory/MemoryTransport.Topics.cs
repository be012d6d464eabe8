using Omnibus.Drivers;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>Topics: made, removed, described, and searched by time.</summary>
internal sealed partial class MemoryTransport : ITopicAdministrator, ITimeIndex
{
    private static readonly TopicNames s_names = new MemoryFactory().Info.TopicNames;

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return s_names.WhyNot(topic.Name) is { } reason
            ? throw new MemoryException(FaultCode.InvalidArgument, $"'{topic.Name}' cannot be a topic: {reason}.")
            : new(store.Create(topic));
    }

    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return new(store.Delete(topic));
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return new([.. store.Topics().Select(topic => topic.Name)]);
    }

    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken)
    {
        if (store.Find(topic) is not { } found)
        {
            return new((TopicDescription?)null);
        }

        ThrowIfClosed();
        store.Trim(found, Retention.Now);
        lock (found.Gate)
        {
            return new(new TopicDescription(topic, [.. found.Partitions.Select((partition, number) => Describe(partition, number))])
            {
                Retention = found.Retention,
            });
        }
    }

    public ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var topic = store.Topic(partition.Topic);
        lock (topic.Gate)
        {
            return new(Offsets.ToPosition(topic.Partition(partition.Partition).Find(time.ToUnixTimeMilliseconds())));
        }
    }

    private static PartitionDescription Describe(StoredPartition partition, int number) =>
        new(number, Offsets.ToPosition(partition.First), Offsets.ToPosition(partition.End), partition.End - partition.First);
}
