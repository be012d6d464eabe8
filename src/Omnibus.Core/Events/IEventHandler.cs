namespace Omnibus;

/// <summary>Does something about an event.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventHandler<in TEvent>
    where TEvent : class
{
    /// <summary>
    /// Handles one event. Returning acknowledges it; throwing has it tried again and, after the last attempt, put among the dead letters.
    /// May be called again for an event that it has handled already: deliveries are at least once.
    /// </summary>
    /// <param name="event">The event.</param>
    /// <param name="context">Where it came from; valid until the handler has finished.</param>
    /// <param name="cancellationToken">Cancelled when the handler has used up its time, or when the process must stop.</param>
    ValueTask HandleAsync(TEvent @event, EventContext context, CancellationToken cancellationToken);
}
