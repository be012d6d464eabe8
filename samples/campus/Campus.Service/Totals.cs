using Omnibus;

namespace Campus.Service;

/// <summary>
/// Counts the events of a service, each one once: a delivery that comes again is counted apart. It keeps every id, which is right for a demonstration and not
/// for a service that runs for months. Safe on any thread.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class Totals(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<string, long> _byType = [];
    private readonly List<double> _milliseconds = [];
    private long _repeated;

    /// <summary>Counts an event that a handler is done with, and the time since it was published.</summary>
    public void Handled(EventMetadata metadata)
    {
        var since = PublishTime.Since(metadata, time);
        lock (_gate)
        {
            if (!Add(metadata.Type, metadata.Id))
            {
                _repeated++;
            }
            else if (since is { } elapsed)
            {
                _milliseconds.Add(elapsed.TotalMilliseconds);
            }
        }
    }

    /// <summary>Counts an event that is known from before, or that was published here.</summary>
    public void Count(string type, string id)
    {
        lock (_gate)
        {
            Add(type, id);
        }
    }

    /// <summary>Everything up to now.</summary>
    public TotalsSnapshot Snapshot()
    {
        lock (_gate)
        {
            var sorted = _milliseconds.Order().ToList();
            return new TotalsSnapshot(new Dictionary<string, long>(_byType), _repeated, At(sorted, 0.50), At(sorted, 0.99));
        }
    }

    private static double? At(List<double> sorted, double part) =>
        sorted.Count == 0 ? null : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];

    private bool Add(string type, string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _byType[type] = _byType.GetValueOrDefault(type) + 1;
        return true;
    }
}
