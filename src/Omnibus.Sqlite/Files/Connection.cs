using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Omnibus.Sqlite;

/// <summary>
/// One connection to the file, on SQLite's own functions: statements are prepared once and nothing is allocated to run them.
/// Not thread-safe; its user lets one call in at a time.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly HashSet<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _beginImmediate;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _dataVersion;
    private readonly int _busyMilliseconds;
    private Statement? _bus;
    private long _seen = -1;

    private Connection(sqlite3 handle, TimeSpan busyTimeout)
    {
        _handle = handle;
        _busyMilliseconds = (int)Math.Min(busyTimeout.TotalMilliseconds, int.MaxValue);
        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, _busyMilliseconds);
        _begin = Prepare("BEGIN");
        _beginImmediate = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _dataVersion = Prepare("PRAGMA data_version");
    }

    /// <summary>The version of SQLite.</summary>
    public static string LibraryVersion => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>How often this connection noticed that others had committed: what it remembers of the file is stale once this moved.</summary>
    public long ForeignCommits { get; private set; }

    /// <summary>Moves whenever topics come or go. As of the last <see cref="Look"/>.</summary>
    public long Topology { get; private set; }

    /// <summary>Rows that the last statement changed.</summary>
    public long Changes => raw.sqlite3_changes(_handle);

    /// <summary>No transaction is open.</summary>
    public bool Idle => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>The file cannot be written through this connection.</summary>
    public bool ReadOnly => raw.sqlite3_db_readonly(_handle, "main") == 1;

    static Connection() => Batteries_V2.Init();

    /// <summary>Opens a file that exists. Only the first statement reads it.</summary>
    public static Connection Open(string path, TimeSpan busyTimeout)
    {
        // The user of a connection lets one thread in at a time, so SQLite's own mutexes would only cost.
        var result = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result == raw.SQLITE_OK)
        {
            return new Connection(handle, busyTimeout);
        }

        using (handle)
        {
            throw Failure(handle, result);
        }
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements that are needed once and return nothing.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Starts a transaction that only reads: what follows sees one state of the file.</summary>
    public void BeginRead() => _begin.Run();

    /// <summary>Tries to take the file's one write lock; false where somebody else has it.</summary>
    public bool TryBeginWrite()
    {
        // Waiting for the lock is the caller's: asynchronous, and to be cancelled.
        _ = raw.sqlite3_busy_timeout(_handle, 0);
        try
        {
            _beginImmediate.Run();
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY)
        {
            return false;
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(_handle, _busyMilliseconds);
        }
    }

    public void Commit() => _commit.Run();

    /// <summary>Ends a transaction without a trace. Safe where there is none any more.</summary>
    public void Rollback()
    {
        if (!Idle)
        {
            _rollback.Run();
        }
    }

    /// <summary>
    /// Brings the log into the file and lets it begin anew. Gives up after a moment where somebody reads an old state for long.
    /// </summary>
    public void RestartLog()
    {
        _ = raw.sqlite3_busy_timeout(_handle, 100);
        try
        {
            using var restart = Prepare("PRAGMA wal_checkpoint(RESTART)");
            restart.Run();
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(_handle, _busyMilliseconds);
        }
    }

    /// <summary>The file's version as this connection sees it: it moves when others commit.</summary>
    public long DataVersion() => _dataVersion.Scalar();

    /// <summary>
    /// Inside a transaction: notices what others committed since the last look. Refuses to go on where a newer Omnibus has migrated the file meanwhile.
    /// </summary>
    public void Look()
    {
        var version = DataVersion();
        if (version == _seen)
        {
            return;
        }

        _bus ??= Prepare("SELECT version, written_by, topology FROM bus");
        try
        {
            _bus.Step();
            Migrations.Check(_bus.Integer(0), _bus.Text(1), raw.sqlite3_db_filename(_handle, "main").utf8_to_string());
            Topology = _bus.Integer(2);
        }
        finally
        {
            _bus.Reset();
        }

        _seen = version;
        ForeignCommits++;
    }

    /// <summary>A statement is gone.</summary>
    public void Forget(Statement statement) => _statements.Remove(statement);

    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Failure(_handle, result);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.ToArray())
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private static SqliteException Failure(sqlite3 handle, int result)
    {
        var text = handle.IsInvalid ? raw.sqlite3_errstr(result) : raw.sqlite3_errmsg(handle);
        var extended = handle.IsInvalid ? result : raw.sqlite3_extended_errcode(handle);
        return new SqliteException($"SQLite error {result & 0xff}: {text.utf8_to_string()}.", result & 0xff, (extended & 0xff) == (result & 0xff) ? extended : result);
    }
}
