namespace Omnibus.Sqlite;

/// <summary>
/// A connection that many callers share, one after the other, opened by the first. For what is not on the way of records. Safe for
/// concurrent calls.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="durable">What is committed here survives a power loss, where the settings ask for that.</param>
internal sealed class Desk(BusFile file, bool durable) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Connection? _connection;
    private FileQueries? _queries;
    private bool _disposed;

    /// <summary>Reads one state of the file.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<FileQueries, T> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var queries = await OpenAsync(cancellationToken).ConfigureAwait(false);
            queries.Connection.BeginRead();
            try
            {
                queries.Connection.Look();
                return read(queries);
            }
            finally
            {
                queries.Connection.Rollback();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes in one step: all of it or, if it throws, nothing.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<FileQueries, T> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var queries = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await file.BeginAsync(queries.Connection, cancellationToken).ConfigureAwait(false);
            try
            {
                var result = write(queries);
                queries.Connection.Commit();
                return result;
            }
            finally
            {
                file.End(queries.Connection);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        _connection?.Dispose();
        _connection = null;
        _queries = null;
        _turn.Release();
    }

    private async ValueTask<FileQueries> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _connection ??= await file.OpenAsync(durable, cancellationToken).ConfigureAwait(false);
        return _queries ??= new FileQueries(_connection);
    }
}
