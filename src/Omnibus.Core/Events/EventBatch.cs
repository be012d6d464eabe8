using System.Collections;

namespace Omnibus;

/// <summary>Events that are handled at once, in the order in which they came. For one thread at a time, and valid until its handler has finished.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class EventBatch<TEvent> : IReadOnlyList<TEvent>
    where TEvent : class
{
    private readonly IReadOnlyList<TEvent> _events;
    private readonly IReadOnlyList<EventContext> _contexts;
    private Exception?[]? _failures;

    /// <summary>Makes a batch: the bus does, and tests of a handler.</summary>
    /// <param name="events">The events.</param>
    /// <param name="contexts">Where each came from; left out, contexts that say nothing.</param>
    /// <exception cref="ArgumentException">There is not one context for each event.</exception>
    public EventBatch(IReadOnlyList<TEvent> events, IReadOnlyList<EventContext>? contexts = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        _events = events;
        _contexts = contexts ?? [.. events.Select(_ => new EventContext())];
        if (_contexts.Count != events.Count)
        {
            throw new ArgumentException($"{events.Count} events have {_contexts.Count} contexts.", nameof(contexts));
        }
    }

    /// <inheritdoc />
    public int Count => _events.Count;

    /// <inheritdoc />
    public TEvent this[int index] => _events[index];

    /// <summary>Where an event came from.</summary>
    public EventContext ContextOf(int index) => _contexts[index];

    /// <summary>Has one event fail, and only this one. The last reason given counts.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="reason">Why, as if a handler of this event alone had thrown it.</param>
    public void Fail(int index, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        (_failures ??= new Exception?[Count])[index] = reason;
    }

    /// <summary>Why an event failed; null for one that did not.</summary>
    public Exception? FailureOf(int index) => index >= 0 && index < Count ? _failures?[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc />
    public IEnumerator<TEvent> GetEnumerator() => _events.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
