namespace Omnibus;

/// <summary>Publishes events. Safe on any thread.</summary>
public interface IEventBus
{
    /// <summary>
    /// Publishes an event on every enabled route of its type and completes when the broker of each has stored it.
    /// </summary>
    /// <param name="event">The event. It is encoded before this method returns, so it may be changed afterwards.</param>
    /// <param name="options">What should differ from the defaults.</param>
    /// <param name="cancellationToken">Stops waiting, not sending.</param>
    /// <exception cref="OmnibusException">The event was not stored on every route, or that is not known: see <see cref="OmnibusException.Routes"/>.</exception>
    ValueTask<PublishReceipt> PublishAsync<TEvent>(TEvent @event, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TEvent : class, IEvent<TEvent>;

    /// <summary>
    /// Publishes events of one type, in order, and completes when all are stored. Events of one key keep their order.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="options">What should differ from the defaults, for all of them; an id is not allowed.</param>
    /// <param name="cancellationToken">Stops waiting, not sending.</param>
    /// <exception cref="OmnibusException">Some were not stored, or that is not known: see <see cref="OmnibusException.Routes"/>, in the order of the events.</exception>
    ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync<TEvent>(
        IEnumerable<TEvent> events, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TEvent : class, IEvent<TEvent>;
}
