namespace Omnibus.Threading;

/// <summary>
/// Ticks while there is something to watch over, and costs nothing while there is not. Safe for concurrent calls; ticks do not overlap.
/// </summary>
internal sealed class BusyTimer : IAsyncDisposable
{
    private readonly Func<bool> _tick;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private int _isBusy;

    /// <param name="time">Whose time it is.</param>
    /// <param name="interval">The time between ticks.</param>
    /// <param name="tick">Called at each tick; false: there is nothing to watch over any more.</param>
    public BusyTimer(TimeProvider time, TimeSpan interval, Func<bool> tick)
    {
        (_interval, _tick) = (interval, tick);
        _timer = time.CreateTimer(static state => ((BusyTimer)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There is something to watch over: call it after that can be seen.</summary>
    public void Need()
    {
        // What the caller wrote is seen by a tick that is not busy any more, or the timer is seen idle here.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isBusy) == 0 && Interlocked.Exchange(ref _isBusy, 1) == 0)
        {
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        if (_tick())
        {
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            return;
        }

        // Whatever came between the look and this is looked for once more: its caller saw the timer busy.
        Interlocked.Exchange(ref _isBusy, 0);
        if (_tick())
        {
            Need();
        }
    }
}
