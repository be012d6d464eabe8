using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using Campus.Events;
using Omnibus;

namespace Campus.Registrar;

/// <summary>An event of a file, decoded and ready to go.</summary>
internal sealed record FileEvent(string Type, PublishOptions Options, PublishCall Publish);

/// <summary>Publishes an event whose .NET type only the callee knows.</summary>
internal delegate ValueTask<PublishReceipt> PublishCall(IEventBus bus, PublishOptions options, CancellationToken cancellationToken);

/// <summary>
/// Reads events from a text, one a line: CloudEvents JSON as <c>omnibus consume</c> prints it. <c>{"type": …, "data": …}</c> is enough.
/// </summary>
internal static class EventFile
{
    // Who made it, where it was stored and in which shape: the registrar publishes in its own name, on its own routes.
    private static readonly FrozenSet<string> s_passedOver = FrozenSet.Create(
        "specversion", "source", "sourcehost", "sourcelib", "minorversion", "dataschema", "topic", "partition", "position", "traceparent", "tracestate");

    private static readonly FrozenDictionary<string, Decoder> s_types = new[]
    {
        Of<StudentRegistered>(), Of<CoursePublished>(), Of<EnrolmentCreated>(), Of<EnrolmentCancelled>(), Of<AssignmentSubmitted>(), Of<CertificateIssued>(),
    }.ToFrozenDictionary();

    private delegate PublishCall Decoder(ReadOnlySpan<byte> json, long line);

    /// <summary>Reads all, so that a mistake in the last line is found before the first event is published.</summary>
    /// <exception cref="EventDataException">A line is not an event: it says which, and the field.</exception>
    public static IReadOnlyList<FileEvent> Parse(ReadOnlyMemory<byte> text)
    {
        var events = new List<FileEvent>();
        for (var line = 1; !text.IsEmpty; line++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var here = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!here.Span.Trim(" \t\r"u8).IsEmpty)
            {
                events.Add(ParseLine(here, line));
            }
        }

        return events.Count > 0 ? events : throw new EventDataException("", "There is no event in it.") { Line = 1 };
    }

    private static KeyValuePair<string, Decoder> Of<TEvent>()
        where TEvent : class, IEvent<TEvent> => new(TEvent.Definition.Type, (json, line) =>
    {
        var @event = TEvent.Definition.DecodeJson(json, JsonReading.Strict, line);
        return (bus, options, cancellationToken) => bus.PublishAsync(@event, options, cancellationToken);
    });

    private static FileEvent ParseLine(ReadOnlyMemory<byte> text, long line)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, line)
                : throw new EventDataException("", "An event is a JSON object.") { Line = line };
        }
        catch (JsonException malformed)
        {
            throw new EventDataException("", $"This is not JSON, from byte {malformed.BytePositionInLine + 1} on.", malformed) { Line = line };
        }
    }

    private static FileEvent Read(JsonElement root, long line)
    {
        var type = "";
        JsonElement? data = null;
        var options = new PublishOptions();
        var extensions = new Dictionary<string, string>();
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type":
                    type = Text(member, line);
                    break;
                case "data":
                    data = member.Value;
                    break;
                case "id":
                    options = options with { Id = Text(member, line) };
                    break;
                case "time":
                    options = options with { Time = member.Value.ValueKind == JsonValueKind.String && member.Value.TryGetDateTimeOffset(out var time) ? time : throw Wrong("time", "is not a time in ISO 8601.", line) };
                    break;
                case "subject":
                    options = options with { Subject = Text(member, line) };
                    break;
                case "partitionkey":
                    options = options with { Key = Text(member, line) };
                    break;
                default:
                    if (!s_passedOver.Contains(member.Name))
                    {
                        extensions.Add(member.Name, Text(member, line));
                    }

                    break;
            }
        }

        var decode = s_types.GetValueOrDefault(type) ?? throw Wrong("type", $"is none of {string.Join(", ", s_types.Keys.Order(StringComparer.Ordinal))}.", line);
        var json = JsonMarshal.GetRawUtf8Value(data ?? throw Wrong("data", "is missing.", line));
        return new FileEvent(type, options with { Extensions = extensions }, decode(json, line));
    }

    private static string Text(JsonProperty member, long line) => member.Value.ValueKind == JsonValueKind.String
        ? member.Value.GetString()!
        : throw Wrong(member.Name, "is not a text.", line);

    private static EventDataException Wrong(string member, string problem, long line) => new(member, problem) { Line = line };
}
