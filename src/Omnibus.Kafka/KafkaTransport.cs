using Confluent.Kafka.Admin;
using Omnibus.Drivers;
using Omnibus.Kafka.Administration;
using Omnibus.Kafka.Consuming;
using Omnibus.Kafka.Producing;
using Omnibus.Kafka.Schemas;
using TopicDescription = Omnibus.Drivers.TopicDescription;
using TopicPartition = Omnibus.Drivers.TopicPartition;
using TopicSpecification = Omnibus.Drivers.TopicSpecification;

namespace Omnibus.Kafka;

/// <summary>One configured Kafka cluster.</summary>
internal sealed class KafkaTransport(KafkaOptions options, TransportHost host) : ITransport, ITopicAdministrator, IGroupAdministrator, ITimeIndex, ISchemaStore, IProbe
{
    private readonly KafkaAdministrator _administrator = new(options, host);
    private readonly OpenDrivers _open = new();
    private ISchemaStore? _schemas;

    /// <inheritdoc />
    public string? Address => options.BootstrapServers;

    /// <inheritdoc />
    public WireFormat Wire => options.Registry is null ? KafkaWire.Plain : KafkaWire.Registered;

    /// <inheritdoc />
    public async ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        _open.ThrowIfClosed(this);
        return await _open.AddAsync(new KafkaProducer(options, host, request, _open), this).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _open.ThrowIfClosed(this);
        var partitions = await _administrator.PartitionsAsync(request.Topics, cancellationToken).ConfigureAwait(false);
        var first = await _administrator.OffsetsAsync(partitions, OffsetSpec.Earliest(), some: false, cancellationToken).ConfigureAwait(false);
        var end = await _administrator.OffsetsAsync(partitions, OffsetSpec.Latest(), some: false, cancellationToken).ConfigureAwait(false);
        var since = request.Start.Kind == StartKind.Time
            ? await _administrator.SinceAsync(partitions, request.Start.Time, cancellationToken).ConfigureAwait(false)
            : null;
        var starts = new Starts(request.Start, partitions, first, end, since);
        return await _open.AddAsync(new KafkaConsumer(options, host, request, starts, _open), this).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public FaultCode Classify(Exception exception) => KafkaFaults.Classify(exception);

    /// <inheritdoc />
    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => _administrator.CreateAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => _administrator.DeleteAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => _administrator.ListAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        _administrator.DescribeAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) => _administrator.ListGroupsAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) =>
        _administrator.DescribeGroupAsync(group, cancellationToken);

    /// <inheritdoc />
    public ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        _administrator.SetPositionAsync(group, partition, position, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => _administrator.DeleteGroupAsync(group, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var since = await _administrator.SinceAsync([partition], time, cancellationToken).ConfigureAwait(false);
        if (!since.TryGetValue(partition, out var offset))
        {
            // Nothing is as young as that. What is stored meanwhile is read as well.
            offset = (await _administrator.OffsetsAsync([partition], OffsetSpec.Latest(), some: false, cancellationToken).ConfigureAwait(false))[partition];
        }

        return new Position(0, (ulong)offset);
    }

    /// <inheritdoc />
    public ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) =>
        Schemas().RegisterAsync(schema, cancellationToken);

    /// <inheritdoc />
    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => Schemas().GetAsync(mark, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) =>
        Schemas().ListSchemasAsync(topic, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) =>
        await WithRegistryAsync(await _administrator.ProbeAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        if (Schemas() is SchemaTopic && use.Topics.Count > 0)
        {
            var schemas = new TopicUse(options.SchemaTopic) { Publishes = use.Topics.Any(topic => topic.Publishes), Consumes = true, Creates = use.Topics.Any(topic => topic.Publishes) };
            use = use with { Topics = [.. use.Topics, schemas] };
        }

        return await WithRegistryAsync(await _administrator.ProbeAsync(use, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _open.CloseAsync(() =>
    {
        (_schemas as IDisposable)?.Dispose();
        _administrator.Dispose();
    });

    private async ValueTask<ProbeResult> WithRegistryAsync(ProbeResult found, CancellationToken cancellationToken)
    {
        if (Schemas() is not SchemaRegistryStore registry)
        {
            return found;
        }

        await registry.CheckAsync(cancellationToken).ConfigureAwait(false);
        return found with { Server = $"{found.Server}, schema registry" };
    }

    private ISchemaStore Schemas()
    {
        _open.ThrowIfClosed(this);
        return LazyInitializer.EnsureInitialized(
            ref _schemas, () => options.Registry is { } registry ? new SchemaRegistryStore(registry) : new SchemaTopic(options, host, _administrator));
    }
}
