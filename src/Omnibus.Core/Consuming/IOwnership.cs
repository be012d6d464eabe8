using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>How a consumer comes to its partitions and gives them up: by the broker, by leases, or not at all.</summary>
internal interface IOwnership
{
    /// <summary>Partitions begin when they are assigned; otherwise with their first delivery.</summary>
    bool IsTracked { get; }

    /// <summary>It is decided which partitions this consumer has, if any. Any thread.</summary>
    bool HasJoined { get; }

    /// <summary>Called by the loop between receives: does what was decided meanwhile.</summary>
    void Apply();

    /// <summary>Partitions that were drained have just been settled: lets go of them.</summary>
    void Settled();

    /// <summary>A partition that is being drained has nothing in flight any more.</summary>
    bool HasDrained { get; }

    /// <summary>Deliveries of this partition may be handled now.</summary>
    bool MayDeliver(PartitionState state);

    /// <summary>Settlements of these partitions were refused.</summary>
    void Fenced(IReadOnlyList<TopicPartition> partitions);

    /// <summary>Gives everything up, after draining within the time that the token gives. The loop goes on meanwhile.</summary>
    Task LeaveAsync(CancellationToken cancellationToken);
}

/// <summary>Nobody owns anything: a reader without a group, or competing readers.</summary>
internal sealed class NoOwnership : IOwnership
{
    public bool IsTracked => false;

    public bool HasJoined => true;

    public bool HasDrained => false;

    public void Apply()
    {
    }

    public void Settled()
    {
    }

    public bool MayDeliver(PartitionState state) => true;

    public void Fenced(IReadOnlyList<TopicPartition> partitions)
    {
    }

    public Task LeaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
