using Microsoft.Extensions.Logging;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Hosting;

/// <summary>One configured transport of the running bus, with what everything above its driver needs.</summary>
internal sealed class TransportRuntime(
    string name, TransportInfo info, ITransport transport, TopicCreator topics, BusHealth health, BusMetrics metrics, ILogger log, TimeProvider time)
{
    public string Name { get; } = name;

    public TransportInfo Info { get; } = info;

    public ITransport Transport { get; } = transport;

    public TopicCreator Topics { get; } = topics;

    public TransportHealth Health { get; } = health.Transport(name);

    public BusMetrics Metrics { get; } = metrics;

    public ILogger Log { get; } = log;

    public TimeProvider Time { get; } = time;

    /// <summary>What an exception means. The core's own failures and broken promises of a driver are not the driver's to classify.</summary>
    public FaultCode Classify(Exception exception) => exception switch
    {
        FencedException => FaultCode.Fenced,
        OmnibusException omnibus => omnibus.Code,
        SettingException => FaultCode.Misconfigured,
        _ => Transport.Classify(exception),
    };
}
