using Omnibus.Drivers;

namespace Omnibus.Testing;

/// <summary>A delivery that failed for good in one consumer.</summary>
/// <param name="EventType">The event's type.</param>
/// <param name="Context">Where it came from, with the consumer, the group, and the last attempt. It may be kept.</param>
/// <param name="Reason">What kind of failure it was.</param>
/// <param name="Handler">The handlers that failed, joined by commas; empty where none was reached.</param>
/// <param name="Exception">What a handler threw, or why the record could not be decoded.</param>
public sealed record FailedDelivery(string EventType, EventContext Context, FaultCode Reason, string Handler, Exception? Exception);
