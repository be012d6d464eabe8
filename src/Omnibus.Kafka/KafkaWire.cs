using Omnibus.Drivers;

namespace Omnibus.Kafka;

/// <summary>CloudEvents on Kafka, header by header as the Open edX services write them.</summary>
internal static class KafkaWire
{
    private const string Avro = "application/avro";

    /// <summary>Without a schema registry: the key is text, and the mark of the writer's schema is a header.</summary>
    public static WireFormat Plain { get; } = new()
    {
        Fields =
        [
            new(Attributes.SpecVersion, "ce_specversion", "1.0"),
            new(Attributes.DataContentType, "content-type", Avro),
            new(Attributes.DataContentType, "ce_datacontenttype", Avro),
            new(Attributes.Type, "ce_type"),
            new(Attributes.Id, "ce_id"),
            new(Attributes.Source, "ce_source"),
            new(Attributes.Time, "ce_time"),
            new(Attributes.MinorVersion, "ce_minorversion"),
            new(Attributes.SourceHost, "sourcehost"),
            new(Attributes.SourceLib, "sourcelib"),
            new(Attributes.DataSchema, "ce_dataschema"),
            new(Attributes.PartitionKey, "ce_partitionkey"),

            // Bare, because tracing tools look for these names.
            new(Attributes.TraceParent, "traceparent"),
            new(Attributes.TraceState, "tracestate"),
        ],
        ExtensionPrefix = "ce_",
        Key = KeyForm.Text,
        SchemaMark = SchemaMarkPlace.Attribute,
    };

    /// <summary>With a schema registry, as the Open edX services write: keys and bodies are Avro in Confluent's frame.</summary>
    public static WireFormat Registered { get; } = Plain with { Key = KeyForm.Framed, SchemaMark = SchemaMarkPlace.BodyPrefix };
}
