namespace Omnibus.Sqlite;

/// <summary>
/// Waits for the doorbell, and looks at the file at intervals, on a thread of its own. Twenty timer callbacks a second would each wake a worker of the
/// thread pool, which then looks for more work for far longer than a look at the file takes; and a ring that comes by the pool comes later.
/// </summary>
internal sealed class Watch : IDisposable
{
    private const int StackBytes = 256 << 10;

    private readonly AutoResetEvent _changed = new(false);
    private readonly Action _rung;
    private readonly Action _look;
    private Doorbell? _doorbell;
    private long _intervalTicks;
    private volatile bool _disposed;

    /// <param name="doorbell">What rings; null: nothing does.</param>
    /// <param name="rung">Called when it rang. It does not throw.</param>
    /// <param name="look">Called when it did not for an interval. It does not throw.</param>
    /// <param name="interval">The time between two looks.</param>
    public Watch(Doorbell? doorbell, Action rung, Action look, TimeSpan interval)
    {
        (_doorbell, _rung, _look, _intervalTicks) = (doorbell, rung, look, interval.Ticks);
        new Thread(Run, StackBytes) { IsBackground = true, Name = "omnibus sqlite watch" }.UnsafeStart();
    }

    /// <summary>Changes the time between two looks. A shorter one holds at once where no doorbell rings.</summary>
    public void Pace(TimeSpan interval)
    {
        if (Interlocked.Exchange(ref _intervalTicks, interval.Ticks) > interval.Ticks)
        {
            _changed.Set();
        }
    }

    /// <summary>Ends the calls; one may still be running.</summary>
    public void Dispose()
    {
        _disposed = true;
        _changed.Set();
    }

    private void Run()
    {
        while (!_disposed)
        {
            var came = Wait(TimeSpan.FromTicks(Interlocked.Read(ref _intervalTicks)));
            if (_disposed)
            {
                break;
            }

            if (!came)
            {
                _look();
            }
            else if (_doorbell is not null)
            {
                _rung();
            }
        }

        _changed.Dispose();
    }

    private bool Wait(TimeSpan interval)
    {
        try
        {
            return _doorbell?.Wait(interval) ?? _changed.WaitOne(interval);
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // Without a doorbell there are the looks.
            _doorbell = null;
            return false;
        }
    }
}
