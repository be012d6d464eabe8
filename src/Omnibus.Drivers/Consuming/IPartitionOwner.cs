namespace Omnibus.Drivers;

/// <summary>
/// The core's side of ownership that a broker decides. Called only from inside <see cref="IConsumerDriver.ReceiveAsync"/> or
/// <see cref="IAsyncDisposable.DisposeAsync"/> of the consumer, by one thread at a time.
/// </summary>
public interface IPartitionOwner
{
    /// <summary>
    /// The consumer owns these partitions from now on, beside those it has. Empty where the broker has decided that it gets none for now: a group may have
    /// more members than partitions.
    /// </summary>
    void Assigned(IReadOnlyList<Assignment> assignments);

    /// <summary>
    /// The consumer is about to give these partitions up. Waits, within a bound, for work in flight and returns what may still be settled;
    /// the driver settles that before it lets go. While it runs no method of the consumer is called. A driver in a synchronous client
    /// callback blocks its own thread on it.
    /// </summary>
    ValueTask<IReadOnlyList<Settlement>> RevokingAsync(IReadOnlyList<TopicPartition> partitions);

    /// <summary>These partitions are gone already: nothing of them may be settled.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);
}

/// <summary>A partition that a consumer reads from now on.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Start">Where reading begins, inclusive; null where the driver knows (a position stored by the broker).</param>
/// <param name="Epoch">The lease's epoch, which comes back in every settlement; 0 without leases.</param>
public readonly record struct Assignment(TopicPartition Partition, Position? Start, long Epoch);
