namespace Omnibus.Testing;

/// <summary>An event that the handlers of one consumer have handled.</summary>
/// <param name="Event">The event, decoded.</param>
/// <param name="Context">Where it came from, with the consumer, the group, and the attempt that went well. It may be kept.</param>
public sealed record HandledEvent<TEvent>(TEvent Event, EventContext Context);
