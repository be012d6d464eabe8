namespace Omnibus.SourceGeneration.Model;

/// <summary>What came of reading one event's declaration.</summary>
/// <param name="Event">The event; null where something is wrong with it.</param>
/// <param name="Claim">Which event type was claimed, and where.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record EventReading(EventModel? Event, Claim Claim, EquatableArray<Problem> Problems);

/// <summary>Says that a .NET type is an event type.</summary>
/// <param name="Type">The event type.</param>
/// <param name="Name">The .NET type, for people.</param>
/// <param name="Place">Where it says so.</param>
internal sealed record Claim(string Type, string Name, Place Place);
