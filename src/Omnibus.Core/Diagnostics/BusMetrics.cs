using System.Diagnostics.Metrics;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>The instruments of the meter <c>Omnibus</c>. Named after OpenTelemetry's messaging conventions where there is one; counted by batch.</summary>
internal sealed class BusMetrics : IDisposable
{
    public const string MeterName = "Omnibus";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _sent;
    private readonly Counter<long> _publishFailed;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _unhandled;
    private readonly Counter<long> _switchedOff;
    private readonly Counter<long> _notices;

    public BusMetrics()
    {
        _sent = _meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Records handed to a transport");
        _publishFailed = _meter.CreateCounter<long>("omnibus.publish.failures", "{failure}", "Records that a transport failed, by fault; each may be sent again");
        _consumed = _meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Deliveries received");
        _retried = _meter.CreateCounter<long>("omnibus.consume.retries", "{attempt}", "Further attempts at a delivery");
        _deadLettered = _meter.CreateCounter<long>("omnibus.consume.dead_letters", "{message}", "Deliveries stored as dead letters");
        _unhandled = _meter.CreateCounter<long>("omnibus.consume.unhandled", "{message}", "Deliveries of a type without a handler");
        _switchedOff = _meter.CreateCounter<long>("omnibus.publish.switched_off", "{event}", "Events of which every route is switched off");
        _notices = _meter.CreateCounter<long>("omnibus.driver.notices", "{notice}", "What drivers noticed between calls");
    }

    public void Sent(string transport, int count) => _sent.Add(count, new KeyValuePair<string, object?>("omnibus.transport", transport));

    public void PublishFailed(string transport, FaultCode code) =>
        _publishFailed.Add(1, new("omnibus.transport", transport), new KeyValuePair<string, object?>("error.type", code.ToString()));

    public void Consumed(string consumer, int count) => _consumed.Add(count, new KeyValuePair<string, object?>("omnibus.consumer", consumer));

    public void Retried(string consumer) => _retried.Add(1, new KeyValuePair<string, object?>("omnibus.consumer", consumer));

    public void DeadLettered(string consumer, string reason) =>
        _deadLettered.Add(1, new("omnibus.consumer", consumer), new KeyValuePair<string, object?>("omnibus.reason", reason));

    public void Unhandled(string consumer, string eventType) =>
        _unhandled.Add(1, new("omnibus.consumer", consumer), new KeyValuePair<string, object?>("omnibus.event.type", eventType));

    public void SwitchedOff(string eventType) => _switchedOff.Add(1, new KeyValuePair<string, object?>("omnibus.event.type", eventType));

    public void Noticed(string transport, NoticeCode code, long count) =>
        _notices.Add(count, new("omnibus.transport", transport), new KeyValuePair<string, object?>("omnibus.notice", code.ToString()));

    public void Dispose() => _meter.Dispose();
}
