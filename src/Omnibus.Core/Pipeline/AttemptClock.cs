namespace Omnibus.Pipeline;

/// <summary>
/// Cancels attempts that take too long. One timer for a whole consumer counts ticks, ten to a timeout, and an attempt notes the tick at which it is late:
/// nothing is paid for each delivery.
/// </summary>
internal sealed class AttemptClock : IDisposable
{
    private const int TicksOfTimeout = 10;

    private static readonly TimeSpan s_shortestTick = TimeSpan.FromMilliseconds(5);

    private readonly List<DeliveryWork> _watched = [];
    private readonly Action<DeliveryWork> _late;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _now;

    public AttemptClock(TimeSpan timeout, TimeProvider time, Action<DeliveryWork> late)
    {
        _late = late;
        var tick = timeout / TicksOfTimeout;
        tick = tick < s_shortestTick ? s_shortestTick : tick;
        _timer = time.CreateTimer(static state => ((AttemptClock)state!).Tick(), this, tick, tick);
    }

    /// <summary>The tick at which an attempt that begins now is late.</summary>
    public long Deadline => Volatile.Read(ref _now) + TicksOfTimeout + 1;

    /// <summary>The attempts that were cancelled and go on all the same.</summary>
    public IReadOnlyList<DeliveryWork> Late
    {
        get
        {
            lock (_gate)
            {
                return [.. _watched.Where(work => work.IsLate)];
            }
        }
    }

    public void Watch(DeliveryWork work)
    {
        lock (_gate)
        {
            _watched.Add(work);
        }
    }

    public void Forget(IReadOnlyCollection<DeliveryWork> works)
    {
        lock (_gate)
        {
            _watched.RemoveAll(works.Contains);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var now = Interlocked.Increment(ref _now);
        lock (_gate)
        {
            foreach (var work in _watched)
            {
                if (work.CancelIfLate(now))
                {
                    _late(work);
                }
            }
        }
    }
}
