using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>
/// Tells single records that fail from a consumer that fails: a bad deploy, a dead database, a schema that nobody can read. While most keys fail, or every
/// record of one type is undecodable, deliveries wait where they are, and one at a time is tried, so that the backlog does not become dead letters.
/// One for each consumer. Safe for concurrent calls; while nothing fails it costs one read of a flag for each delivery.
/// </summary>
internal sealed class FailureStorm(string consumer, TimeProvider time, ConsumerHealth health, ILogger log)
{
    private const string Place = "failures";

    /// <summary>So many of the last outcomes are looked at.</summary>
    private const int Window = 20;

    private readonly Lock _gate = new();
    private readonly Queue<(uint Key, bool Failed)> _outcomes = new(Window + 1);
    private readonly Dictionary<string, int> _undecodable = new(StringComparer.Ordinal);
    private volatile bool _isWatching;
    private volatile bool _isRaging;
    private string? _type;
    private object? _prober;
    private object? _lastProber;
    private TimeSpan _interval;
    private long _lastProbe;
    private int _waiting;

    /// <summary>Something failed lately: successes count too.</summary>
    public bool IsWatching => _isWatching;

    /// <summary>Deliveries wait.</summary>
    public bool IsRaging => _isRaging;

    /// <summary>Whether deliveries of that type wait now.</summary>
    /// <param name="eventType">The type; null: not known.</param>
    public bool Holds(string? eventType)
    {
        lock (_gate)
        {
            return _isRaging && (_type is null || _type == eventType);
        }
    }

    /// <summary>A delivery was handled.</summary>
    public void Succeeded(uint key, string eventType)
    {
        lock (_gate)
        {
            _undecodable.Remove(eventType);
            Add(key, failed: false);
            _isWatching = _isRaging || _undecodable.Count > 0 || _outcomes.Any(static outcome => outcome.Failed);
        }
    }

    /// <summary>A delivery failed for good. True: it is one of its kind, and becomes a dead letter. False: it waits.</summary>
    public bool Failed(uint key, string eventType, FailedDeliveryException failure)
    {
        lock (_gate)
        {
            _isWatching = true;
            if (failure.Reason == FaultCode.Undecodable)
            {
                _undecodable[eventType] = _undecodable.GetValueOrDefault(eventType) + 1;
            }
            else
            {
                _undecodable.Remove(eventType);
            }

            Add(key, failed: true);
            if (!_isRaging && _undecodable.GetValueOrDefault(eventType) >= Defaults.StormKeys)
            {
                Begin(eventType, failure);
            }
            else if (!_isRaging && MostFail())
            {
                Begin(null, failure);
            }

            return !_isRaging || (_type is not null && _type != eventType);
        }
    }

    /// <summary>Deliveries that wait call this at both ends, so that they take turns.</summary>
    public void Wait(int change)
    {
        lock (_gate)
        {
            _waiting += change;
        }
    }

    /// <summary>Whether this delivery may be tried now. Whoever is told so says how it went: <see cref="Probed"/>.</summary>
    /// <param name="who">The strand that asks.</param>
    public bool MayProbe(object who)
    {
        lock (_gate)
        {
            var due = _interval;
            if (ReferenceEquals(_lastProber, who) && _waiting > 1)
            {
                // The others come first: what this one holds may be the only record that fails by itself.
                due += Defaults.StormLook * 2;
            }

            if (!_isRaging || _prober is not null || time.GetElapsedTime(_lastProbe) < due)
            {
                return false;
            }

            _prober = _lastProber = who;
            return true;
        }
    }

    /// <summary>A delivery that was let through ended.</summary>
    /// <param name="passed">It was handled; null: it was given back untried.</param>
    public void Probed(bool? passed)
    {
        lock (_gate)
        {
            _prober = null;
            _lastProbe = time.GetTimestamp();
            if (passed == true && _isRaging)
            {
                End();
            }
            else if (passed == false)
            {
                _interval = _interval * 2 < Defaults.StormLongestInterval ? _interval * 2 : Defaults.StormLongestInterval;
            }
        }
    }

    private void Add(uint key, bool failed)
    {
        _outcomes.Enqueue((key, failed));
        if (_outcomes.Count > Window)
        {
            _outcomes.Dequeue();
        }
    }

    /// <summary>One key that fails again and again is no storm while others are handled.</summary>
    private bool MostFail()
    {
        var failures = _outcomes.Where(static outcome => outcome.Failed).ToList();
        return failures.Count == Window
            || (failures.Count * 2 > _outcomes.Count && failures.DistinctBy(static outcome => outcome.Key).Count() >= Defaults.StormKeys);
    }

    private void Begin(string? type, FailedDeliveryException failure)
    {
        _isRaging = true;
        _type = type;
        _interval = Defaults.StormFirstInterval;
        _lastProbe = time.GetTimestamp();
        var what = type is null
            ? $"most deliveries fail ({failure.Reason}{(failure.Handler.Length > 0 ? $", {failure.Handler}" : "")}, {(failure.InnerException ?? failure).GetType().Name})"
            : $"no record of '{type}' can be decoded";
        health.Set(Place, $"{what}: deliveries wait, and one at a time is tried.");
        log.StormBegan(consumer, what);
    }

    private void End()
    {
        _isRaging = false;
        _isWatching = false;
        _type = null;
        _lastProber = null;
        _outcomes.Clear();
        _undecodable.Clear();
        health.Clear(Place);
        log.StormEnded(consumer);
    }
}
