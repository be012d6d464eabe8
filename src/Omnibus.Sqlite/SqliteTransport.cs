using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>One bus file. Opens connections when they are needed; a file that is missing is made by the first call.</summary>
internal sealed class SqliteTransport : ITransport, ITopicAdministrator, IGroupAdministrator, ILeaseStore, ITimeIndex, ISchemaStore, IProbe
{
    private readonly TransportHost _host;
    private readonly BusFile _file;
    private readonly Wakeup _wakeup;
    private readonly Desk _administration;
    private readonly Desk _leasing;
    private readonly SqliteAdministrator _administrator;
    private readonly SqliteLeaseStore _leases;
    private readonly SqliteSchemaStore _schemas;
    private readonly HashSet<IAsyncDisposable> _open = [];

    public SqliteTransport(SqliteOptions options, TransportHost host)
    {
        _host = host;
        _file = new BusFile(options, host);
        _wakeup = new Wakeup(_file, options.Doorbell, host.Notices);
        _administration = new Desk(_file, durable: true);
        _leasing = new Desk(_file, durable: false);
        _administrator = new SqliteAdministrator(_file, _administration);
        _leases = new SqliteLeaseStore(_file, _administration, _leasing);
        _schemas = new SqliteSchemaStore(_administration);
    }

    public string? Address => _file.Path;

    public WireFormat Wire { get; } = new()
    {
        Fields =
        [
            new(Attributes.Id, Attributes.Id),
            new(Attributes.Type, Attributes.Type),
            new(Attributes.Source, Attributes.Source),
            new(Attributes.Time, Attributes.Time),
            new(Attributes.Subject, Attributes.Subject),
            new(Attributes.MinorVersion, Attributes.MinorVersion),
            new(Attributes.SourceHost, Attributes.SourceHost),
            new(Attributes.SourceLib, Attributes.SourceLib),
            new(Attributes.DataContentType, Attributes.DataContentType),
            new(Attributes.DataSchema, Attributes.DataSchema),
            new(Attributes.PartitionKey, Attributes.PartitionKey),
            new(Attributes.TraceParent, Attributes.TraceParent),
            new(Attributes.TraceState, Attributes.TraceState),
        ],
        Key = KeyForm.Text,
        SchemaMark = SchemaMarkPlace.Attribute,
    };

    public async ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken)
    {
        var connection = await _file.OpenAsync(durable: true, cancellationToken).ConfigureAwait(false);
        return await AdoptAsync(new SqliteProducer(_file, _wakeup, _host.Notices, connection, Forget)).ConfigureAwait(false);
    }

    public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Coordination != (request.Group is null ? Coordination.None : Coordination.Leases))
        {
            throw new NotSupportedException(
                $"A bus file knows groups that coordinate by {Coordination.Leases} and readers without a group, not {request.Coordination} here.");
        }

        // What a consumer writes are settlements: after a power loss the last of them may be missing, and then their events come again.
        var connection = await _file.OpenAsync(durable: false, cancellationToken).ConfigureAwait(false);
        var consumer = await AdoptAsync(new SqliteConsumer(request, _file, _wakeup, _host.Notices, connection, Forget)).ConfigureAwait(false);
        try
        {
            consumer.Begin();
            return consumer;
        }
        catch
        {
            await consumer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public FaultCode Classify(Exception exception) => SqliteFaults.Classify(exception);

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => _administrator.CreateAsync(topic, cancellationToken);

    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => _administrator.DeleteAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => _administrator.ListTopicsAsync(cancellationToken);

    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        _administrator.DescribeTopicAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) => _administrator.ListGroupsAsync(cancellationToken);

    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) =>
        _administrator.DescribeGroupAsync(group, cancellationToken);

    public ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        _administrator.SetPositionAsync(group, partition, position, cancellationToken);

    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => _administrator.DeleteGroupAsync(group, cancellationToken);

    public ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken) =>
        _leases.PrepareAsync(group, topics, start, cancellationToken);

    public ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) => _leases.ListAsync(group, cancellationToken);

    public ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) => _leases.TryAcquireAsync(claim, cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        _leases.RenewAsync(leases, cancellationToken);

    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) => _leases.ReleaseAsync(leases, cancellationToken);

    public ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        _administrator.FindAsync(partition, time, cancellationToken);

    public ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) =>
        _schemas.RegisterAsync(schema, cancellationToken);

    public ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) =>
        _schemas.ListAsync(topic, cancellationToken);

    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => _schemas.GetAsync(mark, cancellationToken);

    public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => new(_file.Probe());

    /// <summary>Closes what was opened here, too.</summary>
    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] open;
        lock (_open)
        {
            _file.Dispose();
            open = [.. _open];
        }

        foreach (var child in open)
        {
            await child.DisposeAsync().ConfigureAwait(false);
        }

        await _administration.DisposeAsync().ConfigureAwait(false);
        await _leasing.DisposeAsync().ConfigureAwait(false);
        await _wakeup.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<TChild> AdoptAsync<TChild>(TChild child)
        where TChild : IAsyncDisposable
    {
        lock (_open)
        {
            if (!_file.IsClosed)
            {
                _open.Add(child);
                return child;
            }
        }

        await child.DisposeAsync().ConfigureAwait(false);
        throw new ObjectDisposedException(nameof(SqliteTransport));
    }

    private void Forget(IAsyncDisposable child)
    {
        lock (_open)
        {
            _open.Remove(child);
        }
    }
}
