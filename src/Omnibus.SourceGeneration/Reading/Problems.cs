using Microsoft.CodeAnalysis;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>Everything that can be wrong with an event's declaration. docs/events.md has a line for each.</summary>
internal static class Problems
{
    public static readonly DiagnosticDescriptor NotPartial = Of(
        "OMNG001", "An event is partial", "'{0}' must be partial, so that its codecs can be added to it");

    public static readonly DiagnosticDescriptor UnsupportedType = Of(
        "OMNG002", "A member's type can travel", "'{0}' of '{1}' cannot travel: {2}");

    public static readonly DiagnosticDescriptor UnsupportedItem = Of(
        "OMNG003", "The items of lists and the values of maps can travel", "The items of '{0}' of '{1}' cannot travel: {2}");

    public static readonly DiagnosticDescriptor Recursion = Of(
        "OMNG004", "No record holds itself", "'{0}' of '{1}' leads back to '{2}': an event ends somewhere, hold an identifier instead");

    public static readonly DiagnosticDescriptor SameType = Of(
        "OMNG005", "Event types differ", "The event type '{0}' is that of '{1}' already");

    public static readonly DiagnosticDescriptor UnknownKey = Of(
        "OMNG006", "The key is in the event", "'{0}' has no key '{1}'; it has {2}");

    public static readonly DiagnosticDescriptor SameField = Of(
        "OMNG007", "Field names differ", "The field '{0}' of '{1}' is that of '{2}' already: name one of them with [Field]");

    public static readonly DiagnosticDescriptor SameRecord = Of(
        "OMNG008", "Record names differ within an event", "The record '{0}' of '{1}' is both '{2}' and '{3}': name one of them with [AvroName]");

    public static readonly DiagnosticDescriptor InvalidName = Of(
        "OMNG009", "Names are names in Avro", "'{0}' is no name in Avro: {1}");

    public static readonly DiagnosticDescriptor Generic = Of(
        "OMNG010", "Events and their records are not generic", "'{0}' is generic, or inside of a generic type: an event has one schema");

    public static readonly DiagnosticDescriptor NoConstructor = Of(
        "OMNG011", "A record can be made from its fields", "'{0}' cannot be made from its fields: {1}");

    public static readonly DiagnosticDescriptor OutOfReach = Of(
        "OMNG012", "Generated code reaches what it needs", "'{0}' is out of reach: {1}");

    public static readonly DiagnosticDescriptor TakenName = Of(
        "OMNG013", "An event leaves the generated names free", "'{0}' of '{1}' has the name of something that is generated: rename it, [Field] keeps the field's name");

    public static readonly DiagnosticDescriptor TooManyFields = Of(
        "OMNG014", "A record has at most 256 fields", "'{0}' has {1} fields; put some of them into records of their own");

    private static DiagnosticDescriptor Of(string id, string title, string message) => new(
        id, title, message, "Omnibus", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
