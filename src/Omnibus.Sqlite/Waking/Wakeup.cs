using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Wakes the consumers of this process when something was committed, by whomever. That nothing is missed rests on the look at the file's
/// version: once before a consumer falls asleep, and then at intervals. The doorbell only makes it sooner. Safe for concurrent calls.
/// </summary>
internal sealed class Wakeup(BusFile file, bool useDoorbell, IDriverNotices notices) : IAsyncDisposable
{
    /// <summary>The longest time between two looks.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(50);

    /// <summary>The time to the next look right after something came, where no doorbell rings.</summary>
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(1);

    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly List<TaskCompletionSource<bool>> _sleepers = [];
    private bool _mayRing = useDoorbell;
    private Doorbell? _doorbell;
    private Connection? _connection;
    private Watch? _watch;
    private TimeSpan _interval = s_idle;
    private bool _isRung;
    private long _version;
    private long _commits;
    private bool _disposed;

    /// <summary>Moves with each commit that is known here. Read it before looking for records.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Records were committed here: wakes who sleeps in this process and in the others. Never blocks.</summary>
    public void Committed()
    {
        lock (_sync)
        {
            Wake();
            if (!_disposed)
            {
                MakeDoorbell();
                _doorbell?.Ring();
            }
        }
    }

    /// <summary>Wakes who sleeps in this process.</summary>
    public void Wake()
    {
        lock (_sync)
        {
            _commits++;
            foreach (var sleeper in _sleepers)
            {
                sleeper.TrySetResult(true);
            }

            _sleepers.Clear();
        }
    }

    /// <summary>Waits for a commit after <paramref name="seen"/>; false after <paramref name="atMost"/>. May wake for nothing.</summary>
    public async ValueTask<bool> WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (atMost <= TimeSpan.Zero)
        {
            return false;
        }

        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var sleeper = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_commits != seen)
            {
                return true;
            }

            _sleepers.Add(sleeper);
            try
            {
                // From here on others ring. What was committed before they saw us asleep is in the file, so it is looked at once more now.
                _doorbell?.Sleep();
                Look();
            }
            catch
            {
                _sleepers.Remove(sleeper);
                throw;
            }
        }

        using var end = file.Time.CreateTimer(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false), sleeper, atMost, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<bool>)state!).TrySetCanceled(token), sleeper);
        try
        {
            return await sleeper.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_sync)
            {
                _sleepers.Remove(sleeper);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        lock (_sync)
        {
            if (!_disposed)
            {
                _disposed = true;
                Wake();
                _watch?.Dispose();
                _connection?.Dispose();
                _doorbell?.Dispose();
            }
        }

        _opening.Release();
    }

    /// <summary>Once, when the directory is there. Inside the lock.</summary>
    private void MakeDoorbell()
    {
        if (!_mayRing)
        {
            return;
        }

        _mayRing = false;
        try
        {
            _doorbell = new Doorbell(file.Path + "-bell");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            notices.Report(NoticeCode.Degraded, 1, file.Path + "-bell", exception);
        }
    }

    /// <summary>Makes ready to sleep: the connection that looks, the doorbell's ear, the watch.</summary>
    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _watch) is not null)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_watch is not null)
            {
                return;
            }

            _connection ??= await file.OpenAsync(durable: false, cancellationToken).ConfigureAwait(false);
            lock (_sync)
            {
                MakeDoorbell();
            }

            if (_doorbell is { } doorbell)
            {
                await ListenAsync(doorbell, _connection, cancellationToken).ConfigureAwait(false);
            }

            Volatile.Write(ref _watch, new Watch(_isRung ? _doorbell : null, Wake, Tick, _interval));
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask ListenAsync(Doorbell doorbell, Connection connection, CancellationToken cancellationToken)
    {
        await file.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        try
        {
            doorbell.Listen();
            _isRung = true;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            notices.Report(NoticeCode.Degraded, 1, file.Path + "-bell", exception);
        }
        finally
        {
            file.End(connection);
        }
    }

    /// <summary>Looks whether others have committed since the last look, and wakes if so. Inside the lock.</summary>
    private void Look()
    {
        var version = _connection!.DataVersion();
        if (version != _version)
        {
            _version = version;
            Wake();
            if (!_isRung)
            {
                Pace(s_busy);
            }
        }
    }

    private void Tick()
    {
        lock (_sync)
        {
            if (_disposed)
            {
                return;
            }

            Pace(_interval * 1.5);
            if (_sleepers.Count == 0)
            {
                return;
            }

            try
            {
                Look();
            }
            catch (SqliteException)
            {
                // Whoever sleeps meets the same failure with its own read, where it is reported.
                Wake();
            }
        }
    }

    private void Pace(TimeSpan interval)
    {
        _interval = interval < s_idle ? interval : s_idle;
        _watch?.Pace(_interval);
    }
}
