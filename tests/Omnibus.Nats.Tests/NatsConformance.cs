using Omnibus.Brokers;
using Omnibus.Conformance;
using Omnibus.Conformance.Xunit;
using Omnibus.Drivers;

namespace Omnibus.Nats.Tests;

public sealed class NatsConformance : TransportConformance<NatsHarness>;

/// <summary>A server of its own, which cases may cut off.</summary>
public sealed class NatsHarness : ITransportHarness
{
    private NatsServer? _server;

    public ITransportFactory Factory { get; } = new NatsFactory();

    // Work that was on its way when a connection broke is given to the next one after this long: within the patience of a case.
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Url"] = _server!.Url, ["AckWait"] = "00:00:10" };

    public IReadOnlyDictionary<string, string?> UnreachableSettings { get; } = new Dictionary<string, string?> { ["Url"] = "nats://127.0.0.1:1" };

    public int Partitions => 1;

    public async ValueTask<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        if (await NatsServer.FindMissingAsync(needsControl: true, cancellationToken) is { } missing)
        {
            return missing.Message;
        }

        _server = await NatsServer.StartAsync(needsControl: true, cancellationToken);
        return null;
    }

    public async ValueTask<IAsyncDisposable?> InterruptAsync(CancellationToken cancellationToken)
    {
        await _server!.KillAsync();
        return new Interruption(_server);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private sealed class Interruption(NatsServer server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.RestartAsync();
    }
}
