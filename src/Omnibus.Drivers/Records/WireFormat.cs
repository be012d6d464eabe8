namespace Omnibus.Drivers;

/// <summary>
/// How a record is laid out on a broker: CloudEvents in binary mode, as that broker's ecosystem writes it. Data only: the core does the
/// mapping, once, in both directions.
/// </summary>
public sealed record WireFormat
{
    /// <summary>
    /// The fields in the order in which they are written; <see cref="Attributes.Body"/> stands where the body has a name of its own and a
    /// place among them. Attributes that are not listed are written after these, named by <see cref="ExtensionPrefix"/>.
    /// </summary>
    public required IReadOnlyList<WireField> Fields { get; init; }

    /// <summary>What goes before the name of an attribute that <see cref="Fields"/> does not list, for example <c>ce_</c>.</summary>
    public string ExtensionPrefix { get; init; } = "";

    /// <summary>What the key's bytes are.</summary>
    public KeyForm Key { get; init; }

    /// <summary>Where the mark of the writer's schema goes.</summary>
    public SchemaMarkPlace SchemaMark { get; init; }
}

/// <summary>One field of a <see cref="WireFormat"/>.</summary>
/// <param name="Attribute">One of <see cref="Attributes"/>. Two fields may carry one attribute.</param>
/// <param name="Name">The field's name on the broker.</param>
/// <param name="Otherwise">What is written where the event has no such attribute; null: the field is left out.</param>
public readonly record struct WireField(string Attribute, string Name, string? Otherwise = null);

/// <summary>What the bytes of a key are.</summary>
public enum KeyForm
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Avro with a Confluent frame in front: a zero byte and the schema's number in four bytes, big-endian.</summary>
    Framed,
}

/// <summary>Where the mark of the writer's schema goes.</summary>
public enum SchemaMarkPlace
{
    /// <summary>Into the attribute <see cref="Attributes.DataSchema"/>.</summary>
    Attribute,

    /// <summary>In front of the body, as a Confluent frame.</summary>
    BodyPrefix,
}
