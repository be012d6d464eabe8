using Omnibus.Drivers;

namespace Omnibus.Schemas;

/// <summary>A schema that was read. One object for all threads.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Canonical">Its Avro Parsing Canonical Form: schemas that have one read each other's bytes as they are.</param>
/// <param name="Root">The outermost type.</param>
internal sealed record AvroSchema(string Text, string Canonical, AvroType Root)
{
    /// <summary>What names it where a broker keeps no numbers.</summary>
    public string Mark { get; } = SchemaMark.Of(Canonical).Text!;

    /// <summary>What the library made of it.</summary>
    public required object Parsed { get; init; }
}
