using System.Threading.Tasks.Sources;

namespace Omnibus.Memory.Storing;

/// <summary>
/// Wakes one waiting consumer at once. Ringing while nobody waits is remembered, so that a record which arrives between looking and waiting
/// is not missed. Waiting allocates nothing. Anyone may ring; one waits at a time.
/// </summary>
internal sealed class Doorbell : IValueTaskSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private bool _waiting;
    private bool _rung;

    public Doorbell(TimeProvider clock) =>
        _timer = clock.CreateTimer(static state => ((Doorbell)state!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Ring()
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                _rung = true;
                return;
            }

            _waiting = false;
        }

        _source.SetResult(true);
    }

    /// <summary>Forgets what rang before: the caller is about to look for itself.</summary>
    public void Answer()
    {
        lock (_gate)
        {
            _rung = false;
        }
    }

    /// <summary>Waits until it rings or the time is over; never longer, sometimes shorter.</summary>
    public ValueTask WaitAsync(TimeSpan limit)
    {
        lock (_gate)
        {
            if (_rung)
            {
                return default;
            }

            _source.Reset();
            _waiting = true;
        }

        _timer.Change(limit, Timeout.InfiniteTimeSpan);
        return new ValueTask(this, _source.Version);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Ring();
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
