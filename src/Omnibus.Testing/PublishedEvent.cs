namespace Omnibus.Testing;

/// <summary>An event that was published.</summary>
/// <param name="Event">The event, as it was given to the bus.</param>
/// <param name="Options">What was to differ from the defaults.</param>
/// <param name="Receipt">Where it was stored.</param>
public sealed record PublishedEvent<TEvent>(TEvent Event, PublishOptions? Options, PublishReceipt Receipt);
