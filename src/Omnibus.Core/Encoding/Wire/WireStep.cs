using System.Globalization;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>One header that a <see cref="WireWriter"/> writes, with everything that is known beforehand.</summary>
internal readonly struct WireStep
{
    public WireStep(WireField field, RouteAttributes route)
    {
        Attribute = field.Attribute;
        Name = field.Name;
        Part = PartOf(field.Attribute);
        Otherwise = Rendered(field.Otherwise);
        Constant = Rendered(ConstantOf(Part, route) ?? field.Otherwise);
    }

    public string Attribute { get; }

    public string Name { get; }

    public WirePart Part { get; }

    /// <summary>What is written where the event has no such attribute; null: nothing.</summary>
    public ReadOnlyMemory<byte>? Otherwise { get; }

    /// <summary>What is written where the route says it; null: nothing.</summary>
    public ReadOnlyMemory<byte>? Constant { get; }

    /// <summary>Avro is what readers take for granted: it counts as no content type.</summary>
    public static string? Unusual(string? contentType) =>
        string.Equals(contentType, ContentTypes.Avro, StringComparison.OrdinalIgnoreCase) ? null : contentType;

    private static string? ConstantOf(WirePart part, RouteAttributes route) => part switch
    {
        WirePart.SpecVersion => "1.0",
        WirePart.Type => route.Type,
        WirePart.Source => route.Source,
        WirePart.MinorVersion => route.MinorVersion.ToString(CultureInfo.InvariantCulture),
        WirePart.SourceHost => route.SourceHost,
        WirePart.SourceLib => route.SourceLib,
        WirePart.DataContentType => Unusual(route.ContentType),
        _ => null,
    };

    private static WirePart PartOf(string attribute) => attribute switch
    {
        Attributes.Body => WirePart.Body,
        Attributes.SpecVersion => WirePart.SpecVersion,
        Attributes.Type => WirePart.Type,
        Attributes.Id => WirePart.Id,
        Attributes.Source => WirePart.Source,
        Attributes.Time => WirePart.Time,
        Attributes.Subject => WirePart.Subject,
        Attributes.DataContentType => WirePart.DataContentType,
        Attributes.DataSchema => WirePart.DataSchema,
        Attributes.PartitionKey => WirePart.PartitionKey,
        Attributes.MinorVersion => WirePart.MinorVersion,
        Attributes.SourceHost => WirePart.SourceHost,
        Attributes.SourceLib => WirePart.SourceLib,
        Attributes.TraceParent => WirePart.TraceParent,
        Attributes.TraceState => WirePart.TraceState,
        _ => WirePart.Unknown,
    };

    private static ReadOnlyMemory<byte>? Rendered(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);
}
