using Omnibus.Brokers.Finding;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers;

/// <summary>
/// A real Kafka on loopback ports, with data of its own, that is gone at the latest when this process is. Not safe for concurrent calls.
/// </summary>
public sealed class KafkaCluster : IAsyncDisposable
{
    private readonly IBrokerRun _run;
    private readonly string? _bootstrapServers;

    internal KafkaCluster(IBrokerRun run, string? bootstrapServers)
    {
        _run = run;
        _bootstrapServers = bootstrapServers;
    }

    /// <summary>The plaintext addresses of all nodes. They stay the same over restarts.</summary>
    public string BootstrapServers => _bootstrapServers ?? Line("bootstrap");

    /// <summary>The address of the schema registry, as a Confluent client takes it. Only with <see cref="KafkaClusterOptions.Registry"/>.</summary>
    public string RegistryUrl => Line("registry");

    /// <summary>
    /// What <c>../shared/kafka/start</c> printed, by name (<c>tls_bootstrap</c>, <c>ca</c>, <c>sasl_bootstrap</c>, <c>user</c>, …); its README lists them. Empty where Kafka comes from elsewhere.
    /// </summary>
    public IReadOnlyDictionary<string, string> Lines => (_run as KafkaScriptsRun)?.Lines ?? new Dictionary<string, string>();

    /// <summary>In one line, where this cluster comes from.</summary>
    public string Origin => _run.Origin;

    /// <summary>Whether it may be killed, frozen, stopped and restarted.</summary>
    public bool Controlled => _run.Owned;

    /// <summary>Why <see cref="StartAsync"/> would find no Kafka; null if it finds one.</summary>
    public static async Task<BrokerMissing?> FindMissingAsync(KafkaClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var found = await KafkaFinder.FindAsync(options ?? new(), cancellationToken);
        return found.Missing;
    }

    /// <summary>Starts a Kafka and returns when every node answers.</summary>
    /// <exception cref="BrokerMissingException">None can be had here. Let it through: outside CI the test is skipped with the reason.</exception>
    /// <exception cref="BrokerException">One was found and did not start.</exception>
    public static async Task<KafkaCluster> StartAsync(KafkaClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var found = await KafkaFinder.FindAsync(options ?? new(), cancellationToken);
        var cluster = found.Take();
        try
        {
            await cluster._run.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends all nodes at once, as a crash would (SIGKILL).</summary>
    public Task KillAsync() => _run.KillAsync();

    /// <summary>Ends one node at once. Only with more than one node; <see cref="RestartNodesAsync"/> brings it back.</summary>
    /// <param name="node">From 1.</param>
    public Task KillNodeAsync(int node) => Scripts.KillNodeAsync(node);

    /// <summary>Starts the nodes that do not run.</summary>
    public Task RestartNodesAsync(CancellationToken cancellationToken = default) => _run.StartAsync(cancellationToken);

    /// <summary>Stops all nodes from running without closing their connections (SIGSTOP).</summary>
    public Task FreezeAsync() => _run.FreezeAsync();

    /// <summary>Lets frozen nodes go on (SIGCONT).</summary>
    public Task ThawAsync() => _run.ThawAsync();

    /// <summary>Ends all nodes in order.</summary>
    public Task StopAsync() => _run.StopAsync();

    /// <summary>Brings a killed or stopped cluster back, on the same ports and data; a running one is killed first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _run.KillAsync();
        await _run.StartAsync(cancellationToken);
    }

    /// <summary>Ends it and deletes its data.</summary>
    public ValueTask DisposeAsync() => _run.DisposeAsync();

    private KafkaScriptsRun Scripts => _run as KafkaScriptsRun
        ?? throw new BrokerException($"{Origin} has one node. Ask for a cluster with Nodes above 1.");

    private string Line(string name) => Lines.TryGetValue(name, out var value)
        ? value
        : throw new BrokerException($"The Kafka of {Origin} has no '{name}'. Ask for it with KafkaClusterOptions.");
}
