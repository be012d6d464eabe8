using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>
/// Writes the attributes of a route's events as a wire format lays them out. What is the same for every event is rendered once. Writing
/// allocates nothing. Safe on any thread.
/// </summary>
internal sealed class WireWriter
{
    private readonly WireStep[] _steps;
    private readonly ExtensionHeaders _extensions;

    public WireWriter(WireFormat format, RouteAttributes route)
    {
        var unlisted = AttributeNames.Known
            .Where(attribute => format.Fields.All(field => field.Attribute != attribute))
            .Select(attribute => new WireField(attribute, format.ExtensionPrefix + attribute));
        _steps = [.. format.Fields.Concat(unlisted).Select(field => new WireStep(field, route))];
        _extensions = new ExtensionHeaders(format.ExtensionPrefix);
    }

    /// <summary>Writes the headers of one event.</summary>
    /// <exception cref="EventDataException">An attribute cannot be written; its path is the attribute's name. Headers may have been added already.</exception>
    public void Write<TSink>(in EventHead head, TSink sink)
        where TSink : IRecordSink
    {
        foreach (ref readonly var step in _steps.AsSpan())
        {
            switch (step.Part)
            {
                case WirePart.Body:
                    sink.MarkBody();
                    break;
                case WirePart.Id:
                    WriteId(step, head, sink);
                    break;
                case WirePart.Time:
                    WriteTime(step, head.Time, sink);
                    break;
                case WirePart.SpecVersion:
                case WirePart.DataContentType when head.ContentType is null:
                case WirePart.Type or WirePart.Source or WirePart.MinorVersion or WirePart.SourceHost or WirePart.SourceLib when head.Kept is null:
                    WriteConstant(step, step.Constant, sink);
                    break;
                case WirePart.MinorVersion:
                    WriteNumber(step, head.Kept.MinorVersion, sink);
                    break;
                default:
                    WriteText(step, TextOf(step.Part, head), sink);
                    break;
            }
        }

        if (head.Extensions is { Count: > 0 } extensions)
        {
            _extensions.Write(extensions, sink);
        }
    }

    private static void WriteId<TSink>(in WireStep step, in EventHead head, TSink sink)
        where TSink : IRecordSink
    {
        if (head.IdText is { } text)
        {
            HeaderText.Add(
                sink, step.Attribute, step.Name, text.Length > 0 ? text : throw new EventDataException(step.Attribute, "An event needs an id."));
            return;
        }

        Span<byte> id = stackalloc byte[36];
        head.Id.TryFormat(id, out _);
        sink.AddHeader(step.Name, id);
    }

    private static void WriteTime<TSink>(in WireStep step, DateTimeOffset time, TSink sink)
        where TSink : IRecordSink
    {
        Span<byte> text = stackalloc byte[IsoTime.MaxLength];
        sink.AddHeader(step.Name, text[..IsoTime.FormatUtc(time, text)]);
    }

    private static void WriteNumber<TSink>(in WireStep step, int number, TSink sink)
        where TSink : IRecordSink
    {
        Span<byte> text = stackalloc byte[11];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        sink.AddHeader(step.Name, text[..length]);
    }

    private static void WriteText<TSink>(in WireStep step, string? text, TSink sink)
        where TSink : IRecordSink
    {
        if (text is not null)
        {
            HeaderText.Add(sink, step.Attribute, step.Name, text);
        }
        else
        {
            WriteConstant(step, step.Otherwise, sink);
        }
    }

    private static void WriteConstant<TSink>(in WireStep step, ReadOnlyMemory<byte>? value, TSink sink)
        where TSink : IRecordSink
    {
        if (value is { } constant)
        {
            sink.AddConstantHeader(step.Name, constant);
        }
    }

    /// <summary>The text of an attribute that the event itself says; what routes say comes from an event that is published again.</summary>
    private static string? TextOf(WirePart part, in EventHead head) => part switch
    {
        WirePart.Type => head.Kept!.Type,
        WirePart.Source => head.Kept!.Source,
        WirePart.SourceHost => head.Kept!.SourceHost,
        WirePart.SourceLib => head.Kept!.SourceLib,
        WirePart.Subject => head.Subject,
        WirePart.PartitionKey => head.Key,
        WirePart.DataContentType => WireStep.Unusual(head.ContentType),
        WirePart.DataSchema => head.DataSchema,
        WirePart.TraceParent => head.TraceParent,
        WirePart.TraceState => head.TraceState,
        _ => null,
    };
}
