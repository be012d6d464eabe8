using System.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>What is measured of publishing on one transport.</summary>
internal sealed class TransportMetrics(BusMetrics metrics, string transport, string system, TimeProvider time)
{
    private readonly KeyValuePair<string, object?> _transport = new(Tags.Transport, transport);
    private readonly KeyValuePair<string, object?> _system = new(Tags.System, system);
    private readonly KeyValuePair<string, object?> _operation = new(Tags.Operation, Tags.Publish);

    /// <summary>What telemetry calls the broker: the driver's name.</summary>
    public string System { get; } = system;

    public void Sent(int count) => metrics.Sent.Add(count, _system, _operation, _transport);

    public void Failed(FaultCode code) =>
        metrics.PublishFailures.Add(1, _system, _transport, new KeyValuePair<string, object?>(Tags.ErrorType, code.ToString()));

    public void Noticed(NoticeCode code, long count) =>
        metrics.Notices.Add(count, _system, _transport, new KeyValuePair<string, object?>(Tags.Notice, code.ToString()));

    /// <summary>An event that was published at a timestamp has its answer.</summary>
    public void Published(long started, string topic, FaultCode? fault)
    {
        if (!metrics.Operations.Enabled)
        {
            return;
        }

        var tags = new TagList { _system, _operation, _transport, { Tags.Destination, topic } };
        if (fault is { } code)
        {
            tags.Add(Tags.ErrorType, code.ToString());
        }

        metrics.Operations.Record(time.GetElapsedTime(started).TotalSeconds, tags);
    }
}
