namespace Omnibus.Redis.Connecting;

/// <summary>A connection that is opened when it is first needed, and kept. An attempt that fails is the caller's failure; the next caller tries anew.</summary>
internal sealed class SharedConnection(Func<CancellationToken, Task<RedisConnection>> open) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile RedisConnection? _connection;
    private bool _disposed;

    /// <summary>The connection.</summary>
    public ValueTask<RedisConnection> GetAsync(CancellationToken cancellationToken) =>
        _connection is { } connection ? new(connection) : new(OpenAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            if (_connection is { } connection)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<RedisConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _connection ??= await open(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }
}
