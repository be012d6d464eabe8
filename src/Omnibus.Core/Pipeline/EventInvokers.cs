using System.Collections.Concurrent;

namespace Omnibus.Pipeline;

/// <summary>Finds what handles a type, from the bytes of its name, without making a text of them.</summary>
internal sealed class EventInvokers
{
    private readonly (byte[] Type, EventInvoker Invoker)[] _entries;
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    public EventInvokers(IEnumerable<EventInvoker> invokers, EventInvoker? fallback = null)
    {
        _entries = [.. invokers.Select(invoker => (System.Text.Encoding.UTF8.GetBytes(invoker.EventType), invoker))];
        Fallback = fallback;
    }

    /// <summary>Handles every type that has no handler of its own; null: nothing does.</summary>
    public EventInvoker? Fallback { get; }

    public EventInvoker? Find(ReadOnlySpan<byte> type)
    {
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (type.SequenceEqual(entry.Type))
            {
                return entry.Invoker;
            }
        }

        return Fallback;
    }

    /// <summary>True once for each type, and for none after the first thousand: names come from outside.</summary>
    public bool FirstTime(string type) => _seen.Count < 1000 && _seen.TryAdd(type, true);
}
