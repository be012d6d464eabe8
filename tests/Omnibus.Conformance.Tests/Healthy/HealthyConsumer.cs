using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Healthy;

internal class HealthyConsumer(IConsumerDriver inner, Cable cable) : IConsumerDriver, ISeekableConsumer, IPausableConsumer, IAssignableConsumer
{
    public HealthyConsumer(HealthyConsumer other)
        : this(other, new Cable())
    {
    }

    public SettlementModel Settlement => inner.Settlement;

    public virtual bool Ordered => inner.Ordered;

    public bool ReceiveBlocksThread => inner.ReceiveBlocksThread;

    public virtual ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        cable.ThrowIfCut();
        return inner.ReceiveAsync(buffer, cancellationToken);
    }

    public virtual ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        cable.ThrowIfCut();
        return inner.SettleAsync(settlements, cancellationToken);
    }

    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();

    public virtual ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        ((ISeekableConsumer)inner).SeekAsync(partition, position, cancellationToken);

    public virtual void Pause(IReadOnlyList<TopicPartition> partitions) => ((IPausableConsumer)inner).Pause(partitions);

    public virtual void Resume(IReadOnlyList<TopicPartition> partitions) => ((IPausableConsumer)inner).Resume(partitions);

    public virtual void Assign(IReadOnlyList<Assignment> assignments) => ((IAssignableConsumer)inner).Assign(assignments);

    public virtual void Unassign(IReadOnlyList<TopicPartition> partitions) => ((IAssignableConsumer)inner).Unassign(partitions);
}
