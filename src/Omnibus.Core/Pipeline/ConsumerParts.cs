using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Hosting;

namespace Omnibus.Pipeline;

/// <summary>What all strands of a consumer share.</summary>
internal sealed record ConsumerParts(
    BusConfiguration Bus,
    ConsumerConfiguration Configuration,
    TransportRuntime Transport,
    EventInvokers Invokers,
    DeadLetterWriter DeadLetters,
    AttemptClock Clock,
    IServiceProvider Services,
    ConsumerHealth Health,
    ConsumerMetrics Metrics,
    ILogger Log,
    Action<FailedDeliveryException> Stop)
{
    /// <summary>Who watches in an application's test; otherwise nobody.</summary>
    public ITestbed? Testbed { get; } = (ITestbed?)Services.GetService(typeof(ITestbed));

    public TimeProvider Time => Transport.Time;

    public FailureStorm Storm { get; } = new(Configuration.Name, Transport.Time, Health, Log);
}
