using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>
/// One partition while a consumer reads it. A new assignment is a new object, so that whatever finishes late finds the old one and settles nothing.
/// </summary>
internal sealed class PartitionState(TopicPartition partition, string shortTopic, long epoch, int lane, int capacity)
{
    private TaskCompletionSource? _drained;
    private object?[]? _driverStates;
    private int _inFlight;
    private int _ownership;

    public TopicPartition Partition { get; } = partition;

    /// <summary>The topic without prefix.</summary>
    public string ShortTopic { get; } = shortTopic;

    public long Epoch { get; } = epoch;

    /// <summary>Chooses the strand where the partition is the lane.</summary>
    public int Lane { get; } = lane;

    public Watermark Watermark { get; } = new(capacity);

    /// <summary>A position that is safe to settle and not settled yet.</summary>
    public Position? Unsettled { get; set; }

    public bool Paused { get; set; }

    /// <summary>The batch for which <see cref="MayDeliver"/> was found out.</summary>
    public long AskedIn { get; set; }

    /// <summary>Deliveries of the batch may be handled.</summary>
    public bool MayDeliver { get; set; }

    /// <summary>How many deliveries were received and are neither handled nor dropped.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Deliveries are handled. Otherwise they are dropped, and come again to whoever owns the partition next.</summary>
    public bool IsOwned => Volatile.Read(ref _ownership) == 0;

    /// <summary>Nothing may be settled any more.</summary>
    public bool IsLost => Volatile.Read(ref _ownership) == 2;

    /// <summary>Keeps what the driver wants back with a settlement, where deliveries are settled one by one.</summary>
    public void Remember(long ticket, object? driverState)
    {
        _driverStates ??= new object?[capacity];
        _driverStates[ticket & (capacity - 1)] = driverState;
    }

    /// <summary>Adds every delivery that is not done, for a broker that must be told that work goes on.</summary>
    public void AddOpen(List<Settlement> open)
    {
        foreach (var ticket in Watermark.Open())
        {
            open.Add(new Settlement(
                Partition, Watermark.PositionOf(ticket), SettlementKind.Acknowledge, Epoch, _driverStates?[ticket & (capacity - 1)]));
        }
    }

    public void Received() => Interlocked.Increment(ref _inFlight);

    public void Finished()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0)
        {
            Volatile.Read(ref _drained)?.TrySetResult();
        }
    }

    /// <summary>Completes when nothing is in flight, once the partition is revoked.</summary>
    public Task WhenDrained()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _drained, drained);
        if (InFlight == 0)
        {
            drained.TrySetResult();
        }

        return drained.Task;
    }

    /// <summary>Lets running handlers end and drops what has not begun.</summary>
    public void Revoke() => Interlocked.CompareExchange(ref _ownership, 1, 0);

    public void Lose() => Volatile.Write(ref _ownership, 2);
}
