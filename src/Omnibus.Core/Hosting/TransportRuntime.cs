using Microsoft.Extensions.Logging;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Schemas;

namespace Omnibus.Hosting;

/// <summary>One configured transport of the running bus, with what everything above its driver needs.</summary>
internal sealed class TransportRuntime
{
    public TransportRuntime(
        string name,
        TransportInfo info,
        ITransport transport,
        TopicCreator topics,
        BusHealth health,
        BusMetrics metrics,
        ILogger log,
        TimeProvider time,
        IAvroEngine? avro = null)
    {
        (Name, Info, Transport, Topics, Log, Time) = (name, info, transport, topics, log, time);
        AllMetrics = metrics;
        Metrics = metrics.Of(name, info.Name, time);
        Health = health.Transport(name);
        Schemas = new TopicSchemas(this);
        Writers = new WriterSchemas(this, avro);
    }

    public string Name { get; }

    public TransportInfo Info { get; }

    public ITransport Transport { get; }

    public TopicCreator Topics { get; }

    public TransportHealth Health { get; }

    /// <summary>Registers the schemas of what is published.</summary>
    public TopicSchemas Schemas { get; }

    /// <summary>Finds the schemas of what is read.</summary>
    public WriterSchemas Writers { get; }

    public TransportMetrics Metrics { get; }

    public BusMetrics AllMetrics { get; }

    public ILogger Log { get; }

    /// <summary>Where a line is written for each event that was stored or handled; null: nowhere.</summary>
    public ILogger? Audit { get; init; }

    public TimeProvider Time { get; }

    /// <summary>What an exception means. The core's own failures and broken promises of a driver are not the driver's to classify.</summary>
    public FaultCode Classify(Exception exception) => exception switch
    {
        FencedException => FaultCode.Fenced,
        OmnibusException omnibus => omnibus.Code,
        SettingException => FaultCode.Misconfigured,
        _ => Transport.Classify(exception),
    };
}
