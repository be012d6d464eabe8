using System.Threading.Tasks.Sources;

namespace Omnibus.Threading;

/// <summary>
/// Wakes one waiter. Setting it while nobody waits is remembered once; waiting allocates nothing. One thread waits at a time, any thread sets.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Set_ = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the waiter, or lets the next wait pass at once.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Set_) == Waiting)
        {
            // The waiter alone resets, and only after this result: nobody else touches the source meanwhile.
            _source.SetResult(true);
        }
    }

    /// <summary>Completes when the signal is set, and takes it.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Set_) == Set_)
        {
            return ValueTask.CompletedTask;
        }

        _source.Reset();
        return Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle
            ? new ValueTask(this, _source.Version)
            : TakeAtOnce();
    }

    /// <summary>Completes when the signal is set or the time is over; true if it was set.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan time, TimeProvider clock)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Set_) == Set_)
        {
            return true;
        }

        var expired = new StrongBox();
        await using var timer = clock.CreateTimer(
            static state =>
            {
                var (signal, box) = ((AsyncSignal, StrongBox))state!;
                box.Value = true;
                signal.Set();
            },
            (this, expired),
            time,
            Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        await WaitAsync().ConfigureAwait(false);
        return !expired.Value;
    }

    void IValueTaskSource.GetResult(short token)
    {
        _source.GetResult(token);
        Interlocked.CompareExchange(ref _state, Idle, Set_);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private ValueTask TakeAtOnce()
    {
        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    private sealed class StrongBox
    {
        public bool Value { get; set; }
    }
}
