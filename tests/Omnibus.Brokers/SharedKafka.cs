namespace Omnibus.Brokers;

/// <summary>
/// One Kafka for many tests, started when the first of them asks. As a fixture of a class, a collection or an assembly it is ended after the
/// last one. Where there is no Kafka, each test that asks is skipped with the reason, which a fixture that starts its cluster itself cannot do.
/// </summary>
public sealed class SharedKafka : IAsyncDisposable
{
    private readonly Lazy<Task<KafkaCluster>> _cluster = new(() => KafkaCluster.StartAsync());

    /// <summary>The cluster. All callers get the same one, or the same exception.</summary>
    /// <exception cref="BrokerMissingException">There is none. Let it through.</exception>
    public Task<KafkaCluster> GetAsync(CancellationToken cancellationToken = default) => _cluster.Value.WaitAsync(cancellationToken);

    /// <summary>Ends the cluster if it was started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && _cluster.Value.IsCompletedSuccessfully)
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
