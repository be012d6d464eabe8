using Omnibus.Brokers.Finding;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers;

/// <summary>
/// A real NATS server with JetStream on a loopback port, with data of its own, that is gone at the latest when this process is. Not safe for concurrent calls.
/// </summary>
public sealed class NatsServer : Broker
{
    internal NatsServer(IBrokerRun run, string host, int port)
        : base(run) => Url = $"nats://{host}:{port}";

    /// <summary>Where it is, as clients take it. It stays the same over restarts.</summary>
    public string Url { get; }

    /// <summary>Why <see cref="StartAsync"/> would find none; null if it finds one.</summary>
    /// <param name="needsControl">Whether the test kills or restarts it: one that an environment variable names is passed over then.</param>
    public static async Task<BrokerMissing?> FindMissingAsync(bool needsControl = false, CancellationToken cancellationToken = default)
    {
        await using var found = await NatsFinder.FindAsync(needsControl, cancellationToken);
        return found.Missing;
    }

    /// <summary>Starts one and returns when it answers.</summary>
    /// <exception cref="BrokerMissingException">None can be had here. Let it through: outside CI the test is skipped with the reason.</exception>
    /// <exception cref="BrokerException">One was found and did not start.</exception>
    public static async Task<NatsServer> StartAsync(bool needsControl = false, CancellationToken cancellationToken = default)
    {
        await using var found = await NatsFinder.FindAsync(needsControl, cancellationToken);
        return await StartAsync(found.Take(), cancellationToken);
    }
}
