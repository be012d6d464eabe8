using Omnibus.Brokers.Finding;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers;

/// <summary>
/// A real Redis on a loopback port, with data of its own, that is gone at the latest when this process is. Not safe for concurrent calls.
/// </summary>
public sealed class RedisServer : Broker
{
    internal RedisServer(IBrokerRun run, string host, int port)
        : base(run)
    {
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
        return await StartAsync(found.Take(), cancellationToken);
    }
}
