using Omnibus.Brokers.Finding;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers;

/// <summary>
/// A real Redis on a loopback port, with data of its own, that is gone at the latest when this process is. Not safe for concurrent calls.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly IBrokerRun _run;

    internal RedisServer(IBrokerRun run, string host, int port)
    {
        _run = run;
        Host = host;
        Port = port;
    }

    /// <summary>The host, as a client names it.</summary>
    public string Host { get; }

    /// <summary>The port. It stays the same over restarts.</summary>
    public int Port { get; }

    /// <summary>Host and port, as StackExchange.Redis takes them.</summary>
    public string Address => $"{Host}:{Port}";

    /// <summary>The same as a URL: <c>redis://127.0.0.1:6379</c>.</summary>
    public string Url => $"redis://{Address}";

    /// <summary>In one line, where this server comes from.</summary>
    public string Origin => _run.Origin;

    /// <summary>Whether it may be killed, frozen, stopped and restarted.</summary>
    public bool Controlled => _run.Owned;

    /// <summary>Why <see cref="StartAsync"/> would find no Redis; null if it finds one.</summary>
    public static async Task<BrokerMissing?> FindMissingAsync(RedisServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var found = await RedisFinder.FindAsync(options ?? new(), cancellationToken);
        return found.Missing;
    }

    /// <summary>Starts a Redis and returns when it answers.</summary>
    /// <exception cref="BrokerMissingException">None can be had here. Let it through: outside CI the test is skipped with the reason.</exception>
    /// <exception cref="BrokerException">One was found and did not start.</exception>
    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var found = await RedisFinder.FindAsync(options ?? new(), cancellationToken);
        var server = found.Take();
        try
        {
            await server._run.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as a crash would (SIGKILL).</summary>
    public Task KillAsync() => _run.KillAsync();

    /// <summary>Stops it from running without closing its connections (SIGSTOP).</summary>
    public Task FreezeAsync() => _run.FreezeAsync();

    /// <summary>Lets a frozen one go on (SIGCONT).</summary>
    public Task ThawAsync() => _run.ThawAsync();

    /// <summary>Ends it in order.</summary>
    public Task StopAsync() => _run.StopAsync();

    /// <summary>Brings a killed or stopped one back, on the same port and data; a running one is killed first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _run.KillAsync();
        await _run.StartAsync(cancellationToken);
    }

    /// <summary>Ends it and deletes its data.</summary>
    public ValueTask DisposeAsync() => _run.DisposeAsync();
}
