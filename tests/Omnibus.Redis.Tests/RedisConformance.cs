using Omnibus.Brokers;
using Omnibus.Conformance;
using Omnibus.Conformance.Xunit;
using Omnibus.Drivers;

namespace Omnibus.Redis.Tests;

public sealed class RedisConformance : TransportConformance<RedisHarness>;

/// <summary>A Redis of its own, which cases may cut off.</summary>
public sealed class RedisHarness : ITransportHarness
{
    private RedisServer? _server;

    public ITransportFactory Factory { get; } = new RedisFactory();

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Url"] = _server!.Url };

    public IReadOnlyDictionary<string, string?> UnreachableSettings { get; } = new Dictionary<string, string?> { ["Url"] = "redis://127.0.0.1:1" };

    public async ValueTask<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        var options = new RedisServerOptions { NeedsControl = true };
        if (await RedisServer.FindMissingAsync(options, cancellationToken) is { } missing)
        {
            return missing.Message;
        }

        _server = await RedisServer.StartAsync(options, cancellationToken);
        return null;
    }

    public async ValueTask<IAsyncDisposable?> InterruptAsync(CancellationToken cancellationToken)
    {
        await _server!.KillAsync();
        return new Interruption(_server);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private sealed class Interruption(RedisServer server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.RestartAsync();
    }
}
