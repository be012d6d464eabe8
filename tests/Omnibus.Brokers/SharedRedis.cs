namespace Omnibus.Brokers;

/// <summary>
/// One Redis for many tests, started when the first of them asks. As a fixture of a class, a collection or an assembly it is ended after the
/// last one. Where there is no Redis, each test that asks is skipped with the reason, which a fixture that starts its server itself cannot do.
/// </summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly Lazy<Task<RedisServer>> _server = new(() => RedisServer.StartAsync());

    /// <summary>The server. All callers get the same one, or the same exception.</summary>
    /// <exception cref="BrokerMissingException">There is none. Let it through.</exception>
    public Task<RedisServer> GetAsync(CancellationToken cancellationToken = default) => _server.Value.WaitAsync(cancellationToken);

    /// <summary>Ends the server if it was started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
