using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Tests.Harness;

/// <summary>The core's side of a group: keeps what the driver told.</summary>
internal sealed class Owner : IPartitionOwner
{
    private readonly ConcurrentDictionary<TopicPartition, Position?> _owned = new();

    public IReadOnlyDictionary<TopicPartition, Position?> Owned => _owned;

    public ConcurrentQueue<TopicPartition> Revoked { get; } = new();

    public ConcurrentQueue<TopicPartition> Gone { get; } = new();

    /// <summary>What is still settled of partitions that go.</summary>
    public Func<IReadOnlyList<TopicPartition>, ValueTask<IReadOnlyList<Settlement>>> OnRevoking { get; set; } = _ => new([]);

    public void Assigned(IReadOnlyList<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            Assert.True(_owned.TryAdd(assignment.Partition, assignment.Start));
        }
    }

    public async ValueTask<IReadOnlyList<Settlement>> RevokingAsync(IReadOnlyList<TopicPartition> partitions)
    {
        var settlements = await OnRevoking(partitions);
        Remove(partitions, Revoked);
        return settlements;
    }

    public void Lost(IReadOnlyList<TopicPartition> partitions) => Remove(partitions, Gone);

    private void Remove(IReadOnlyList<TopicPartition> partitions, ConcurrentQueue<TopicPartition> log)
    {
        foreach (var partition in partitions)
        {
            Assert.True(_owned.TryRemove(partition, out _));
            log.Enqueue(partition);
        }
    }
}
