namespace Omnibus.Drivers;

/// <summary>Reads batches and makes settlements durable. One core loop calls one consumer at a time: receiving and settling never overlap.</summary>
public interface IConsumerDriver : IAsyncDisposable
{
    /// <summary>How deliveries are settled.</summary>
    SettlementModel Settlement { get; }

    /// <summary>Deliveries of one partition come in the order in which they were stored.</summary>
    bool Ordered { get; }

    /// <summary><see cref="ReceiveAsync"/> may block its thread for <see cref="ConsumerRequest.MaxWait"/>: the core gives the consumer a thread of its own.</summary>
    bool ReceiveBlocksThread { get; }

    /// <summary>
    /// Fills deliveries from the start of <paramref name="buffer"/> and returns how many. Waits for the first at most
    /// <see cref="ConsumerRequest.MaxWait"/>, never for more once there is one; 0 means nothing yet. The broker wakes it: no polling where that can be had.
    /// </summary>
    /// <remarks>Cancelling loses nothing: what was read is returned, or found again by the next call of the same consumer.</remarks>
    ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken);

    /// <summary>
    /// Makes settlements durable. With <see cref="SettlementModel.Cumulative"/> there is at most one for each partition and it covers everything up to it.
    /// </summary>
    /// <exception cref="FencedException">Someone newer owns some of the partitions. All the others were settled.</exception>
    ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken);
}

/// <summary>How a broker's deliveries are settled.</summary>
public enum SettlementModel
{
    /// <summary>A log: only <see cref="SettlementKind.Acknowledge"/>; settling a position covers it and all below.</summary>
    Cumulative,

    /// <summary>A queue: each delivery is acknowledged, requeued or rejected by itself.</summary>
    Individual,
}

/// <summary>The end of a delivery.</summary>
public enum SettlementKind
{
    /// <summary>It is done.</summary>
    Acknowledge,

    /// <summary>It should be delivered again, to anyone.</summary>
    Requeue,

    /// <summary>It should not be delivered again.</summary>
    Reject,
}

/// <summary>One settlement.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Position">The delivery's position; settling it covers it.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Epoch">The epoch under which the partition was assigned: the store refuses an older one in the same atomic step. 0 without leases.</param>
/// <param name="DriverState">What the driver gave with the delivery.</param>
public readonly record struct Settlement(TopicPartition Partition, Position Position, SettlementKind Kind, long Epoch = 0, object? DriverState = null);

/// <summary>Someone newer owns what this consumer tried to settle. Everything else in the call was done.</summary>
/// <param name="partitions">The partitions that were refused.</param>
public sealed class FencedException(IReadOnlyList<TopicPartition> partitions)
    : Exception($"Someone newer owns {string.Join(", ", partitions)}.")
{
    /// <summary>The partitions that were refused.</summary>
    public IReadOnlyList<TopicPartition> Partitions { get; } = partitions;
}
