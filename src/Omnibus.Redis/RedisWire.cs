using Omnibus.Drivers;

namespace Omnibus.Redis;

/// <summary>
/// The fields of a stream entry: those of the Open edX event bus, in its order, then whatever else an event carries, which its Python readers
/// ignore.
/// </summary>
internal static class RedisWire
{
    /// <summary>The field that holds the body.</summary>
    public const string Body = "event_data";

    /// <summary>The field that holds the key.</summary>
    public const string Key = Attributes.PartitionKey;

    public static WireFormat Format { get; } = new()
    {
        Fields =
        [
            new(Attributes.Type, "type"),
            new(Attributes.Id, "id"),
            new(Attributes.Source, "source"),
            new(Attributes.Time, "time"),
            new(Attributes.MinorVersion, "minorversion", "0"),
            new(Attributes.SourceHost, "sourcehost", ""),
            new(Attributes.SourceLib, "sourcelib", ""),
            new(Attributes.Body, Body),
        ],
        Key = KeyForm.Text,
        SchemaMark = SchemaMarkPlace.Attribute,
    };
}
