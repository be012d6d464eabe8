using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>One NATS system with JetStream.</summary>
internal sealed class NatsTransport(NatsOptions options, TransportHost host) : ITransport, ITopicAdministrator, IGroupAdministrator, ITimeIndex, ISchemaStore, IProbe
{
    private readonly NatsLink _link = new(options, host);
    private readonly HashSet<IAsyncDisposable> _open = [];

    /// <inheritdoc />
    public WireFormat Wire => NatsRecord.Wire;

    /// <inheritdoc />
    public string? Address => _link.Address;

    /// <inheritdoc />
    public async ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
        Adopt(await NatsProducer.OpenAsync(_link, request, host.TimeProvider, Forget, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) => request.Coordination switch
    {
        Coordination.None when request.Group is null => Adopt(await NatsReader.OpenAsync(_link, request, host, Forget, cancellationToken).ConfigureAwait(false)),
        Coordination.Shared when request.Group is not null => Adopt(await NatsSharedConsumer.OpenAsync(_link, request, host, Forget, cancellationToken).ConfigureAwait(false)),
        _ => throw new NotSupportedException($"NATS knows groups whose members share, and readers without a group, not {request.Coordination} here."),
    };

    /// <inheritdoc />
    public FaultCode Classify(Exception exception) => NatsFaults.Classify(exception);

    /// <inheritdoc />
    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => NatsTopics.CreateAsync(_link, topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => NatsTopics.DeleteAsync(_link, topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => NatsTopics.ListAsync(_link, cancellationToken);

    /// <inheritdoc />
    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) => NatsTopics.DescribeAsync(_link, topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) => NatsTopics.FindAsync(_link, partition, time, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) => NatsGroups.ListAsync(_link, cancellationToken);

    /// <inheritdoc />
    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) => NatsGroups.DescribeAsync(_link, group, cancellationToken);

    /// <inheritdoc />
    public ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        NatsGroups.SetPositionAsync(_link, group, partition, position, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => NatsGroups.DeleteAsync(_link, group, cancellationToken);

    /// <inheritdoc />
    public ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) => NatsSchemas.RegisterAsync(_link, schema, cancellationToken);

    /// <inheritdoc />
    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => NatsSchemas.GetAsync(_link, mark, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) => NatsSchemas.ListAsync(_link, topic, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        var jetStream = await _link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        await jetStream.GetAccountInfoAsync(cancellationToken).ConfigureAwait(false);
        return new ProbeResult($"nats-server {jetStream.Connection.ServerInfo?.Version}", _link.Address);
    }

    /// <summary>Closes what was opened here, too.</summary>
    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] open;
        lock (_open)
        {
            open = [.. _open];
        }

        foreach (var child in open)
        {
            await child.DisposeAsync().ConfigureAwait(false);
        }

        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private TChild Adopt<TChild>(TChild child)
        where TChild : IAsyncDisposable
    {
        lock (_open)
        {
            _open.Add(child);
        }

        return child;
    }

    private void Forget(IAsyncDisposable child)
    {
        lock (_open)
        {
            _open.Remove(child);
        }
    }
}
