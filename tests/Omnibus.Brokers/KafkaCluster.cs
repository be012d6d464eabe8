using Omnibus.Brokers.Finding;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers;

/// <summary>
/// A real Kafka on loopback ports, with data of its own, that is gone at the latest when this process is. Not safe for concurrent calls.
/// </summary>
public sealed class KafkaCluster : Broker
{
    private readonly string? _bootstrapServers;

    internal KafkaCluster(IBrokerRun run, string? bootstrapServers)
        : base(run)
    {
        _bootstrapServers = bootstrapServers;
    }

    /// <summary>The plaintext addresses of all nodes. They stay the same over restarts.</summary>
    public string BootstrapServers => _bootstrapServers ?? Line("bootstrap");

    /// <summary>The address of the schema registry, as a Confluent client takes it. Only with <see cref="KafkaClusterOptions.Registry"/>.</summary>
    public string RegistryUrl => Line("registry");

    /// <summary>
    /// What <c>../shared/kafka/start</c> printed, by name (<c>tls_bootstrap</c>, <c>ca</c>, <c>sasl_bootstrap</c>, <c>user</c>, …); its README lists them. Empty where Kafka comes from elsewhere.
    /// </summary>
    public IReadOnlyDictionary<string, string> Lines => (Run as KafkaScriptsRun)?.Lines ?? new Dictionary<string, string>();

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
        return await StartAsync(found.Take(), cancellationToken);
    }

    /// <summary>Ends one node at once. Only with more than one node; <see cref="RestartNodesAsync"/> brings it back.</summary>
    /// <param name="node">From 1.</param>
    public Task KillNodeAsync(int node) => Scripts.KillNodeAsync(node);

    /// <summary>Starts the nodes that do not run.</summary>
    public Task RestartNodesAsync(CancellationToken cancellationToken = default) => Run.StartAsync(cancellationToken);

    private KafkaScriptsRun Scripts => Run as KafkaScriptsRun
        ?? throw new BrokerException($"{Origin} has one node. Ask for a cluster with Nodes above 1.");

    private string Line(string name) => Lines.TryGetValue(name, out var value)
        ? value
        : throw new BrokerException($"The Kafka of {Origin} has no '{name}'. Ask for it with KafkaClusterOptions.");
}
