using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Redis.Connecting;

/// <summary>
/// All connections of one transport: the one for administration, which is opened when it is first needed and kept, and those that producers and
/// consumers open for themselves. Closing it closes them all. Safe for concurrent calls.
/// </summary>
internal sealed class RedisConnections(RedisOptions options, TransportHost host) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RedisConnection, byte> _open = new();
    private readonly SemaphoreSlim _openingAdministration = new(1, 1);
    private volatile RedisConnection? _administration;
    private volatile bool _disposed;

    /// <summary>The connection for everything that neither blocks nor floods. A failed attempt is the caller's failure; the next caller tries anew.</summary>
    public ValueTask<RedisConnection> AdministrationAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _administration is { } connection ? new(connection) : new(OpenAdministrationAsync(cancellationToken));
    }

    /// <summary>A connection of the caller's own, which the caller closes.</summary>
    /// <param name="purpose">What an operator sees in the list of clients.</param>
    /// <param name="answerWithin">How long the server may take to answer one command.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RedisConnection> OpenAsync(string purpose, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = await RedisConnection.OpenAsync(options, host, purpose, answerWithin, Forget, cancellationToken).ConfigureAwait(false);
        _open[connection] = 0;
        if (_disposed)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            ObjectDisposedException.ThrowIf(_disposed, this);
        }

        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await Task.WhenAll(_open.Keys.Select(connection => connection.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async Task<RedisConnection> OpenAdministrationAsync(CancellationToken cancellationToken)
    {
        await _openingAdministration.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _administration ??= await OpenAsync("administration", options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _openingAdministration.Release();
        }
    }

    private void Forget(RedisConnection connection) => _open.TryRemove(connection, out _);
}
