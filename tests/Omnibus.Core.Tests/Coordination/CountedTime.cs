using Microsoft.Extensions.Time.Testing;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>
/// A clock that a test moves, and that knows how many pauses wait: what pauses has nothing else to do. The patience of a call to the store is
/// no pause; it is told apart by its length, which no pause has.
/// </summary>
internal sealed class CountedTime : FakeTimeProvider
{
    private int _pausing;
    private long _skipped;

    public int Pausing => Volatile.Read(ref _pausing);

    /// <summary>Time that has passed though no timer has noticed yet: a process that thaws sees this.</summary>
    public TimeSpan Skipped
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _skipped));
        set => Volatile.Write(ref _skipped, value.Ticks);
    }

    public override long GetTimestamp() => base.GetTimestamp() + (Skipped.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime.TotalSeconds is 3 or 10)
        {
            return timer;
        }

        Interlocked.Increment(ref _pausing);
        return new CountedTimer(timer, this);
    }

    private sealed class CountedTimer(ITimer timer, CountedTime time) : ITimer
    {
        private int _isOver;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            End();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return timer.DisposeAsync();
        }

        private void End()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                Interlocked.Decrement(ref time._pausing);
            }
        }
    }
}
