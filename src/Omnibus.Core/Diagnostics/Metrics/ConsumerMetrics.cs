using System.Diagnostics;
using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>What is measured of one consumer. A measurement of time begins with <see cref="Start"/>, which costs nothing while nobody listens.</summary>
internal sealed class ConsumerMetrics(BusMetrics metrics, ConsumerConfiguration configuration, string system, TimeProvider time)
{
    private readonly KeyValuePair<string, object?> _consumer = new(Tags.Consumer, configuration.Name);
    private readonly KeyValuePair<string, object?> _group = new(Tags.Group, configuration.Group);
    private readonly KeyValuePair<string, object?> _system = new(Tags.System, system);

    /// <summary>What telemetry calls the broker: the driver's name.</summary>
    public string System { get; } = system;

    public bool MeasuresHandling => metrics.Handling.Enabled;

    /// <summary>The timestamp at which an operation begins; 0 while nobody listens.</summary>
    public long Start() => metrics.Operations.Enabled ? time.GetTimestamp() : 0;

    public void Received(int count, long started)
    {
        metrics.Received.Add(count, _system, _group, _consumer);
        Took(Tags.Receive, started, null);
    }

    public void Settled(long started, FaultCode? fault) => Took(Tags.Settle, started, fault);

    /// <summary>A delivery that began at a timestamp has ended.</summary>
    public void Handled(long started, string topic, FaultCode? fault)
    {
        var tags = new TagList { _system, { Tags.Operation, Tags.Process }, _group, _consumer, { Tags.Destination, topic } };
        if (fault is { } code)
        {
            tags.Add(Tags.ErrorType, code.ToString());
        }

        metrics.Handling.Record(time.GetElapsedTime(started).TotalSeconds, tags);
    }

    public void Retried() => metrics.Retries.Add(1, _system, _group, _consumer);

    public void DeadLettered(FaultCode reason) => metrics.DeadLetters.Add(1, new TagList { _system, _group, _consumer, { Tags.ErrorType, reason.ToString() } });

    public void Skipped(FaultCode reason) => metrics.Skipped.Add(1, new TagList { _system, _group, _consumer, { Tags.ErrorType, reason.ToString() } });

    public void Unhandled(string eventType) => metrics.Unhandled.Add(1, new TagList { _system, _group, _consumer, { Tags.EventType, eventType } });

    private void Took(string operation, long started, FaultCode? fault)
    {
        if (started == 0)
        {
            return;
        }

        var tags = new TagList { _system, { Tags.Operation, operation }, _group, _consumer };
        if (fault is { } code)
        {
            tags.Add(Tags.ErrorType, code.ToString());
        }

        metrics.Operations.Record(time.GetElapsedTime(started).TotalSeconds, tags);
    }
}
