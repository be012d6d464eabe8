using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>Reads one line of the text form of events.</summary>
internal ref partial struct EventLineReader
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly long _firstLine;
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Utf8JsonReader _json;
    private DateTimeOffset? _time;
    private int _minorVersion;
    private string? _topic;
    private Range? _data;
    private byte[]? _base64;

    public EventLineReader(ReadOnlyMemory<byte> text, long line)
    {
        _text = text;
        _firstLine = line;
        _json = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = JsonEventWriter.MaxDepth + 1 });
    }

    /// <summary>Reads the line.</summary>
    /// <exception cref="EventDataException">The line is not an event.</exception>
    public EventLine Read(EventLineDefaults defaults)
    {
        if (!Utf8.IsValid(_text.Span))
        {
            throw NotUtf8();
        }

        try
        {
            ReadMembers();
        }
        catch (JsonException malformed)
        {
            throw JsonPlace.Malformed(_text.Span, malformed, _firstLine);
        }

        var type = Take(Attributes.Type) ?? defaults.Type;
        if (string.IsNullOrEmpty(type))
        {
            throw new EventDataException(Attributes.Type, "The event's type is missing.") { Line = _firstLine };
        }

        var now = defaults.Time.GetUtcNow();
        var contentType = Take(Attributes.DataContentType);
        var metadata = new EventMetadata
        {
            Type = type,
            Id = NotEmpty(Attributes.Id) ?? Guid.CreateVersion7(now).ToString(),
            Source = NotEmpty(Attributes.Source) ?? defaults.Source,
            Time = _time ?? now,
            Subject = Take(Attributes.Subject),
            DataContentType = contentType ?? (_data is null ? null : ContentTypes.Json),
            DataSchema = Take(Attributes.DataSchema),
            PartitionKey = Take(Attributes.PartitionKey),
            MinorVersion = _minorVersion,
            SourceHost = Take(Attributes.SourceHost),
            SourceLib = Take(Attributes.SourceLib),
            TraceParent = Take(Attributes.TraceParent),
            TraceState = Take(Attributes.TraceState),
        };
        metadata = _attributes.Count == 0 ? metadata : metadata with { Extensions = _attributes };
        if (_data is not { } range)
        {
            return new EventLine(metadata, _base64 is null ? default(ReadOnlyMemory<byte>?) : _base64) { Topic = _topic };
        }

        return ContentTypes.IsJson(metadata.DataContentType)
            ? WithJson(metadata, range)
            : throw Fail("Data that is not JSON must be given as data_base64.", range.Start.Value);
    }

    private readonly EventLine WithJson(EventMetadata metadata, Range range)
    {
        var json = _text[range];
        var compact = new ArrayBufferWriter<byte>(json.Length);
        JsonText.Compact(json.Span, compact);
        return new EventLine(metadata, compact.WrittenMemory)
        {
            Topic = _topic,
            Json = json,
            JsonLine = _firstLine + _text.Span[..range.Start].Count((byte)'\n'),
        };
    }

    private void ReadMembers()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Fail("An event must be a JSON object.");
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text();
            if (!_seen.Add(name))
            {
                throw Fail("The member is there twice.");
            }

            _json.Read();
            if (name == EventText.Data)
            {
                TakeData();
            }
            else if (_json.TokenType != JsonTokenType.Null)
            {
                ReadMember(name);
            }
        }

        _json.Read(); // nothing may follow
    }

    private void ReadMember(string name)
    {
        switch (name)
        {
            case EventText.Partition or EventText.Position:
                _json.Skip();
                break;
            case EventText.Specification when TextValue() != "1.0":
                throw Fail("Only version 1.0 of CloudEvents is known.");
            case EventText.Specification:
                break;
            case EventText.Topic:
                _topic = TextValue();
                break;
            case EventText.Base64:
                _base64 = Base64Value();
                break;
            case Attributes.Time:
                _time = TimeValue();
                break;
            case Attributes.MinorVersion:
                _minorVersion = IntegerValue();
                break;
            case Attributes.SourceLib:
                _attributes[name] = VersionValue();
                break;
            default:
                _attributes[name] = Array.IndexOf(AttributeNames.Known, name) >= 0 ? TextValue() : ExtensionValue(name);
                break;
        }
    }

    private string? Take(string name) => _attributes.Remove(name, out var value) ? value : null;

    private string? NotEmpty(string name)
    {
        var value = Take(name);
        return value is { Length: 0 }
            ? throw new EventDataException(name, "This must not be empty.") { Line = _firstLine }
            : value;
    }
}
