using Omnibus.Drivers;

namespace Omnibus.Memory.Grouping;

/// <summary>Where a group stands in a partition. Guarded by the store's gate.</summary>
internal sealed class GroupPlace(TopicPartition partition, long offset)
{
    private long _offset = offset;

    public TopicPartition Partition { get; } = partition;

    /// <summary>The lease of the partition; null as long as nobody wanted it.</summary>
    public StoredLease? Lease { get; set; }

    /// <summary>The single records that readers share; null where nobody shares.</summary>
    public SharedQueue? Queue { get; private set; }

    /// <summary>The first record that is not settled.</summary>
    public long Offset => Queue?.Floor ?? _offset;

    /// <summary>Settles everything before <paramref name="offset"/>; never goes back. A group that reads in order no longer shares.</summary>
    public void Advance(long offset) => Move(Math.Max(Offset, offset));

    /// <summary>Goes anywhere.</summary>
    public void Move(long offset)
    {
        _offset = offset;
        Queue = null;
    }

    public SharedQueue Share() => Queue ??= new SharedQueue(_offset);
}
