namespace Omnibus.Publishing;

/// <summary>The way of a record that has no event type here: a dead letter, or a record of the text form.</summary>
internal sealed record RawRoute(string Name, string Transport, string Topic, string? EventType = null) : IRouteName;
