using Omnibus.Drivers;

namespace Omnibus.Testing;

/// <summary>An event that failed for good in one consumer.</summary>
/// <param name="Event">The event, decoded.</param>
/// <param name="Context">Where it came from, with the consumer, the group, and the last attempt. It may be kept.</param>
/// <param name="Reason">What kind of failure it was.</param>
/// <param name="Handler">The handlers that failed, joined by commas.</param>
/// <param name="Exception">What a handler threw.</param>
public sealed record FailedEvent<TEvent>(TEvent Event, EventContext Context, FaultCode Reason, string Handler, Exception? Exception);
