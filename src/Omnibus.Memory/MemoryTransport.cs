using Omnibus.Drivers;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>One user of a store.</summary>
internal sealed partial class MemoryTransport(MemoryStore store, TransportHost host) : ITransport, IProbe
{
    private readonly Lock _gate = new();
    private readonly List<MemoryConsumer> _consumers = [];
    private bool _closed;

    public WireFormat Wire { get; } = new()
    {
        Fields =
        [
            new(Attributes.Type, "type"), new(Attributes.Id, "id"), new(Attributes.Source, "source"), new(Attributes.Time, "time"),
            new(Attributes.Subject, "subject"), new(Attributes.MinorVersion, "minorversion"), new(Attributes.SourceHost, "sourcehost"),
            new(Attributes.SourceLib, "sourcelib"), new(Attributes.DataContentType, "datacontenttype"), new(Attributes.DataSchema, "dataschema"),
            new(Attributes.PartitionKey, "partitionkey"), new(Attributes.TraceParent, "traceparent"), new(Attributes.TraceState, "tracestate"),
        ],
        Key = KeyForm.Text,
        SchemaMark = SchemaMarkPlace.Attribute,
    };

    public MemoryStore Store => store;

    public TimeProvider Clock => host.TimeProvider;

    /// <summary>What is old, and may be removed.</summary>
    public RetentionClock Retention { get; } = new(host.TimeProvider);

    public IDriverNotices Notices => host.Notices;

    public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return new(new MemoryProducer(this));
    }

    public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        MemoryConsumer consumer = request.Coordination switch
        {
            Coordination.Shared when request.Group is not null => new SharedConsumer(this, request),
            Coordination.Leases when request.Group is not null => new LogConsumer(this, request),
            Coordination.None when request.Group is null => new LogConsumer(this, request),
            _ => throw new MemoryException(
                FaultCode.Unsupported, $"Coordination {request.Coordination} {(request.Group is null ? "without" : "with")} a group is not for this transport."),
        };
        lock (_gate)
        {
            _consumers.Add(consumer);
        }

        return new(consumer);
    }

    public FaultCode Classify(Exception exception) => exception switch
    {
        MemoryException memory => memory.Code,
        FencedException => FaultCode.Fenced,
        ObjectDisposedException => FaultCode.Closed,
        GroupActiveException or ArgumentException => FaultCode.InvalidArgument,
        OutOfMemoryException => FaultCode.StorageFull,
        _ => FaultCode.Unknown,
    };

    public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return new(new ProbeResult("memory", store.Name));
    }

    public async ValueTask DisposeAsync()
    {
        MemoryConsumer[] consumers;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            consumers = [.. _consumers];
        }

        foreach (var consumer in consumers)
        {
            await consumer.DisposeAsync().ConfigureAwait(false);
        }

        store.Close();
    }

    public void Forget(MemoryConsumer consumer)
    {
        lock (_gate)
        {
            _consumers.Remove(consumer);
        }
    }

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed), this);

    private DateTimeOffset Now()
    {
        ThrowIfClosed();
        return Clock.GetUtcNow();
    }
}
