using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Omnibus.Drivers;

namespace Omnibus.Commands.Running;

/// <summary>A record as JSON that shows every byte: the topic, the key, and the fields in the order in which they stand.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(OutgoingRecord record, WireFormat wire)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("topic", record.Topic);
            var bodyName = NameOfBody(wire);
            if (bodyName is null)
            {
                WriteBytes(json, "key", record.Key);
                WriteBytes(json, "value", record.Body);
            }

            json.WriteStartArray(bodyName is null ? "headers" : "fields");
            for (var place = 0; place <= record.Headers.Length; place++)
            {
                if (place == record.HeadersBeforeBody && bodyName is not null && record.Body is { } body)
                {
                    WriteField(json, bodyName, body.Span, isText: false);
                }

                if (place < record.Headers.Length)
                {
                    WriteField(json, record.Headers[place].Name, record.Headers[place].Value.Span, isText: true);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>The record that such a line shows.</summary>
    /// <exception cref="EventDataException">The line shows none.</exception>
    public static Delivery Read(string line, WireFormat wire)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var bodyName = NameOfBody(wire);
            var fields = root.GetProperty(bodyName is null ? "headers" : "fields").EnumerateArray()
                .Select(field => (Name: field.GetProperty("name").GetString()!, Value: Convert.FromHexString(field.GetProperty("hex").GetString()!)))
                .ToList();
            var body = bodyName is null ? BytesOf(root, "value") : fields.Where(field => field.Name == bodyName).Select(field => field.Value).FirstOrDefault();
            var delivery = new Delivery();
            delivery.Reset(root.TryGetProperty("topic", out var topic) ? topic.GetString() ?? "" : "", 0, default, BytesOf(root, "key") is { } key ? key : default(ReadOnlyMemory<byte>?), body is null ? default(ReadOnlyMemory<byte>?) : body);
            foreach (var (name, value) in fields.Where(field => field.Name != bodyName))
            {
                delivery.AddHeader(name, value);
            }

            return delivery;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new EventDataException("", $"This is no record as 'wire encode' shows it: {exception.Message}", exception);
        }
    }

    private static string? NameOfBody(WireFormat wire) =>
        wire.Fields.Where(field => field.Attribute == Attributes.Body).Select(field => field.Name).FirstOrDefault();

    private static byte[]? BytesOf(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Convert.FromHexString(value.GetString()!) : null;

    private static void WriteBytes(Utf8JsonWriter json, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is { } known)
        {
            json.WriteString(name, Convert.ToHexStringLower(known.Span));
        }
    }

    private static void WriteField(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value, bool isText)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("hex", Convert.ToHexStringLower(value));
        if (isText && Utf8.IsValid(value))
        {
            json.WriteString("text", value);
        }

        json.WriteEndObject();
    }
}
