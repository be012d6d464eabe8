using Microsoft.Data.Sqlite;
using Omnibus.Drivers;
using SQLitePCL;

namespace Omnibus.Sqlite;

/// <summary>
/// The file, for one transport: opens its connections and lets one write at a time. Safe for concurrent calls.
/// </summary>
internal sealed class BusFile(SqliteOptions options, TransportHost host) : IDisposable
{
    /// <summary>
    /// Pages of 8 KB: fewer writes for a stored batch than with SQLite's 4 KB, and still little to write for a single event. A log of up to
    /// 16 MB before it goes into the table; what a burst made longer is given back.
    /// </summary>
    private const string Configuration = """
        PRAGMA wal_autocheckpoint = 2048;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        """;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _opening = new(1, 1);

    private volatile bool _closed;

    public string Path { get; } = options.Path;

    /// <summary>No connection is opened any more.</summary>
    public bool IsClosed => _closed;

    public TimeProvider Time { get; } = host.TimeProvider;

    /// <summary>Now, in Unix milliseconds.</summary>
    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens no connection any more. Those that are open go on, and so do the turns that they wait for.</summary>
    public void Dispose() => _closed = true;

    /// <summary>Opens a connection; makes the file or migrates it where that is needed.</summary>
    /// <param name="durable">What it commits survives a power loss, where the settings ask for that.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<Connection> OpenAsync(bool durable, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var started = Time.GetTimestamp();
            while (true)
            {
                try
                {
                    return Open(durable && options.Durability == Durability.Full);
                }
                catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY && Time.GetElapsedTime(started) < options.BusyTimeout)
                {
                    // Some locks are refused at once, whatever the timeout: while another process makes the file or ends as its last user.
                    await Task.Delay(s_pause, Time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Starts the one write of this transport, as soon as nobody else writes, here or in another process.</summary>
    /// <exception cref="SqliteException">Somebody held the lock for longer than the busy timeout.</exception>
    public async ValueTask BeginAsync(Connection connection, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var started = 0L;
            for (var tries = 0; !connection.TryBeginWrite(); tries++)
            {
                started = started == 0 ? Time.GetTimestamp() : started;
                if (Time.GetElapsedTime(started) >= options.BusyTimeout)
                {
                    throw new SqliteException(
                        $"SQLite error 5: another process has been writing to {Path} for {options.BusyTimeout}.", raw.SQLITE_BUSY, raw.SQLITE_BUSY);
                }

                if (tries < 4)
                {
                    Thread.Yield();
                }
                else
                {
                    await Task.Delay(s_pause, Time, cancellationToken).ConfigureAwait(false);
                }
            }

            connection.Look();
        }
        catch
        {
            End(connection);
            throw;
        }
    }

    /// <summary>Starts the one write of this transport if nobody writes at this moment.</summary>
    public bool TryBegin(Connection connection)
    {
        if (!_writing.Wait(0))
        {
            return false;
        }

        try
        {
            if (connection.TryBeginWrite())
            {
                connection.Look();
                return true;
            }
        }
        catch
        {
            End(connection);
            throw;
        }

        _writing.Release();
        return false;
    }

    /// <summary>Looks at the file without making or changing anything.</summary>
    public ProbeResult Probe()
    {
        FilePlace.Check(Path);
        var result = new ProbeResult($"sqlite {Connection.LibraryVersion}", Path);
        if (!File.Exists(Path))
        {
            return result;
        }

        using var connection = Connect();
        Migrations.Check(connection, Path);
        return connection.ReadOnly
            ? result with { MissingPermissions = [$"{Path} can only be read. Give this user write permission on the file and its directory."] }
            : result;
    }

    /// <summary>Ends the write: what was not committed is gone.</summary>
    public void End(Connection connection)
    {
        try
        {
            connection.Rollback();
        }
        finally
        {
            _writing.Release();
        }
    }

    private Connection Open(bool sync)
    {
        FilePlace.Make(Path);
        var connection = Connect();
        try
        {
            // The size of a page is decided before the first one is written.
            connection.Execute("PRAGMA page_size = 8192");
            UseLog(connection);
            connection.Execute(Configuration);

            // On macOS only the full sync reaches the disk; elsewhere the two are the same.
            connection.Execute(sync ? "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON" : "PRAGMA synchronous = NORMAL");
            Migrations.Bring(connection, Path, Migrations.Steps);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Connection Connect()
    {
        try
        {
            return Connection.Open(Path, options.BusyTimeout);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CANTOPEN && File.Exists(Path))
        {
            throw new BusFileException(
                FaultCode.PermissionDenied, $"This user cannot open {Path}. Give the file and its directory to the user of this process, or set Path.", exception);
        }
    }

    private void UseLog(Connection connection)
    {
        using var mode = connection.Prepare("PRAGMA journal_mode = WAL");
        mode.Step();
        var name = mode.Text(0);
        mode.Reset();
        if (name != "wal")
        {
            throw new BusFileException(
                FaultCode.Misconfigured, $"{Path} is on a file system without shared memory between processes (journal mode {name}). Set Path to a local disk.");
        }
    }
}
