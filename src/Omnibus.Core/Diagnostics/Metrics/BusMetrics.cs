using System.Diagnostics.Metrics;
using Omnibus.Configuration;

namespace Omnibus.Diagnostics;

/// <summary>
/// The instruments of the meter <c>Omnibus</c>, named after OpenTelemetry's semantic conventions for messaging where these have a name. Counted by batch;
/// what costs something for each record is measured only while somebody listens.
/// </summary>
internal sealed class BusMetrics : IDisposable
{
    // OpenTelemetry's advice for durations: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/
    private static readonly InstrumentAdvice<double> s_durations =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private readonly Meter _meter;
    private readonly bool _isOurs;

    /// <param name="factory">The host's, which ends the meter with the host; null: there is none.</param>
    public BusMetrics(IMeterFactory? factory = null)
    {
        _isOurs = factory is null;
        _meter = factory?.Create(new MeterOptions(OmnibusTelemetry.MeterName)) ?? new Meter(OmnibusTelemetry.MeterName);
        Sent = Counter("messaging.client.sent.messages", "{message}", "Records handed to a broker's client, also again");
        Received = Counter("messaging.client.consumed.messages", "{message}", "Records received");
        Operations = Durations("messaging.client.operation.duration", "From publishing an event until it is stored or failed; one receive; one settlement");
        Handling = Durations("messaging.process.duration", "From the beginning of a delivery to its end, all attempts and waits between them");
        PublishFailures = Counter("omnibus.publish.failures", "{failure}", "Attempts to store a record that failed; it may be sent again");
        SwitchedOff = Counter("omnibus.publish.switched_off", "{event}", "Events of which every route is switched off");
        LocalFailures = Counter("omnibus.local.failures", "{failure}", "Failures of handlers in the process that publishes");
        Retries = Counter("omnibus.consume.retries", "{attempt}", "Further attempts at a delivery");
        DeadLetters = Counter("omnibus.consume.dead_letters", "{message}", "Deliveries stored as dead letters");
        Skipped = Counter("omnibus.consume.skipped", "{message}", "Deliveries that failed and were passed over, as OnFailure says");
        Unhandled = Counter("omnibus.consume.unhandled", "{message}", "Deliveries of a type without a handler");
        Notices = Counter("omnibus.driver.notices", "{notice}", "What drivers noticed between calls");
    }

    public Counter<long> Sent { get; }

    public Counter<long> Received { get; }

    public Histogram<double> Operations { get; }

    public Histogram<double> Handling { get; }

    public Counter<long> PublishFailures { get; }

    public Counter<long> SwitchedOff { get; }

    public Counter<long> LocalFailures { get; }

    public Counter<long> Retries { get; }

    public Counter<long> DeadLetters { get; }

    public Counter<long> Skipped { get; }

    public Counter<long> Unhandled { get; }

    public Counter<long> Notices { get; }

    public TransportMetrics Of(string transport, string system, TimeProvider time) => new(this, transport, system, time);

    public ConsumerMetrics Of(ConsumerConfiguration consumer, string system, TimeProvider time) => new(this, consumer, system, time);

    /// <summary>Adds what is asked for when somebody collects.</summary>
    public void Observe(BusGauges gauges)
    {
        _meter.CreateObservableUpDownCounter("omnibus.publish.queued", gauges.Queued, "{message}", "Records that wait to be handed to a broker's client");
        _meter.CreateObservableUpDownCounter("omnibus.consume.in_flight", gauges.InFlight, "{message}", "Deliveries that were received and are not done with");
        gauges.Watch(
            _meter.CreateObservableGauge("omnibus.consume.lag", gauges.Lag, "{message}", "Records that a group has not settled; asked of the broker every 15 s"),
            _meter.CreateObservableGauge("omnibus.consume.oldest_unsettled", gauges.Age, "s", "The age of the oldest record that a group has not settled, where the broker knows it"));
    }

    public void Dispose()
    {
        if (_isOurs)
        {
            _meter.Dispose();
        }
    }

    private Counter<long> Counter(string name, string unit, string description) => _meter.CreateCounter<long>(name, unit, description);

    private Histogram<double> Durations(string name, string description) => _meter.CreateHistogram(name, "s", description, tags: null, s_durations);
}
