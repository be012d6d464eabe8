using System.Globalization;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>
/// Writes the attributes of a route's events as a wire format lays them out. What is the same for every event is rendered once. Writing
/// allocates nothing. Safe on any thread.
/// </summary>
internal sealed class WireWriter
{
    private readonly Step[] _steps;
    private readonly ExtensionHeaders _extensions;

    public WireWriter(WireFormat format, RouteAttributes route)
    {
        var listed = format.Fields.Select(field => new Step(field, Constant(field.Attribute, route)));
        var unlisted = AttributeNames.Known
            .Where(attribute => format.Fields.All(field => field.Attribute != attribute))
            .Select(attribute => new Step(new WireField(attribute, format.ExtensionPrefix + attribute), Constant(attribute, route)));
        _steps = [.. listed, .. unlisted];
        _extensions = new ExtensionHeaders(format.ExtensionPrefix);
    }

    /// <summary>Writes the headers of one event.</summary>
    /// <exception cref="EventDataException">An attribute cannot be written; its path is the attribute's name. Headers may have been added already.</exception>
    public void Write<TSink>(in EventHead head, TSink sink)
        where TSink : IRecordSink
    {
        foreach (ref readonly var step in _steps.AsSpan())
        {
            switch (step.Attribute)
            {
                case Attributes.Body:
                    sink.MarkBody();
                    break;
                case Attributes.Id:
                    WriteId(step, head, sink);
                    break;
                case Attributes.Time:
                    WriteTime(step, head.Time, sink);
                    break;
                case Attributes.MinorVersion when head.Kept is { } kept:
                    WriteNumber(step, kept.MinorVersion, sink);
                    break;
                case Attributes.DataContentType when head.ContentType is null:
                case Attributes.SpecVersion:
                    WriteConstant(step, sink);
                    break;
                case Attributes.Type or Attributes.Source or Attributes.MinorVersion or Attributes.SourceHost or Attributes.SourceLib
                    when head.Kept is null:
                    WriteConstant(step, sink);
                    break;
                default:
                    WriteText(step, TextOf(step.Attribute, head), sink);
                    break;
            }
        }

        if (head.Extensions is { Count: > 0 } extensions)
        {
            _extensions.Write(extensions, sink);
        }
    }

    private static void WriteId<TSink>(in Step step, in EventHead head, TSink sink)
        where TSink : IRecordSink
    {
        if (head.IdText is { Length: 0 })
        {
            throw new EventDataException(step.Attribute, "An event needs an id.");
        }

        if (head.IdText is { } text)
        {
            HeaderText.Add(sink, step.Attribute, step.Name, text);
            return;
        }

        Span<byte> id = stackalloc byte[36];
        head.Id.TryFormat(id, out _);
        sink.AddHeader(step.Name, id);
    }

    private static void WriteTime<TSink>(in Step step, DateTimeOffset time, TSink sink)
        where TSink : IRecordSink
    {
        Span<byte> text = stackalloc byte[IsoTime.MaxLength];
        sink.AddHeader(step.Name, text[..IsoTime.FormatUtc(time, text)]);
    }

    private static void WriteNumber<TSink>(in Step step, int number, TSink sink)
        where TSink : IRecordSink
    {
        Span<byte> text = stackalloc byte[11];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        sink.AddHeader(step.Name, text[..length]);
    }

    private static void WriteConstant<TSink>(in Step step, TSink sink)
        where TSink : IRecordSink
    {
        if (step.Constant is { } constant)
        {
            sink.AddConstantHeader(step.Name, constant);
        }
    }

    private static void WriteText<TSink>(in Step step, string? text, TSink sink)
        where TSink : IRecordSink
    {
        if (text is not null)
        {
            HeaderText.Add(sink, step.Attribute, step.Name, text);
        }
        else if (step.Otherwise is { } otherwise)
        {
            sink.AddConstantHeader(step.Name, otherwise);
        }
    }

    private static string? TextOf(string attribute, in EventHead head) => attribute switch
    {
        Attributes.Type => head.Kept!.Type,
        Attributes.Source => head.Kept!.Source,
        Attributes.SourceHost => head.Kept!.SourceHost,
        Attributes.SourceLib => head.Kept!.SourceLib,
        Attributes.Subject => head.Subject,
        Attributes.PartitionKey => head.Key,
        Attributes.DataContentType => IsAvro(head.ContentType) ? null : head.ContentType,
        Attributes.DataSchema => head.DataSchema,
        Attributes.TraceParent => head.TraceParent,
        Attributes.TraceState => head.TraceState,
        _ => null,
    };

    private static string? Constant(string attribute, RouteAttributes route) => attribute switch
    {
        Attributes.Type => route.Type,
        Attributes.Source => route.Source,
        Attributes.MinorVersion => route.MinorVersion.ToString(CultureInfo.InvariantCulture),
        Attributes.SourceHost => route.SourceHost,
        Attributes.SourceLib => route.SourceLib,
        Attributes.DataContentType => IsAvro(route.ContentType) ? null : route.ContentType,
        Attributes.SpecVersion => "1.0",
        _ => null,
    };

    private static bool IsAvro(string? contentType) => string.Equals(contentType, ContentTypes.Avro, StringComparison.OrdinalIgnoreCase);

    /// <summary>One header, with what is written where the event has nothing.</summary>
    private readonly struct Step(WireField field, string? constant)
    {
        public string Attribute { get; } = field.Attribute;

        public string Name { get; } = field.Name;

        public ReadOnlyMemory<byte>? Otherwise { get; } = Rendered(field.Otherwise);

        public ReadOnlyMemory<byte>? Constant { get; } = Rendered(constant ?? field.Otherwise);

        private static ReadOnlyMemory<byte>? Rendered(string? text) =>
            text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);
    }
}
