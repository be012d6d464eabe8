using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>Wire formats as Open edX has them, written down apart from the drivers.</summary>
internal static class WireFormats
{
    public static WireFormat Redis { get; } = new()
    {
        Fields =
        [
            new(Attributes.Type, "type"),
            new(Attributes.Id, "id"),
            new(Attributes.Source, "source"),
            new(Attributes.Time, "time"),
            new(Attributes.MinorVersion, "minorversion"),
            new(Attributes.SourceHost, "sourcehost"),
            new(Attributes.SourceLib, "sourcelib"),
            new(Attributes.Body, "event_data"),
        ],
    };

    public static WireFormat Kafka { get; } = new()
    {
        Fields =
        [
            new(Attributes.SpecVersion, "ce_specversion"),
            new(Attributes.DataContentType, "content-type", ContentTypes.Avro),
            new(Attributes.DataContentType, "ce_datacontenttype", ContentTypes.Avro),
            new(Attributes.Type, "ce_type"),
            new(Attributes.Id, "ce_id"),
            new(Attributes.Source, "ce_source"),
            new(Attributes.Time, "ce_time"),
            new(Attributes.MinorVersion, "ce_minorversion"),
            new(Attributes.SourceHost, "sourcehost"),
            new(Attributes.SourceLib, "sourcelib"),
            new(Attributes.TraceParent, "traceparent"),
            new(Attributes.TraceState, "tracestate"),
        ],
        ExtensionPrefix = "ce_",
        Key = KeyForm.Framed,
        SchemaMark = SchemaMarkPlace.BodyPrefix,
    };

    public static WireFormat Named(string name) => name == "redis" ? Redis : Kafka;
}
