using System.Buffers;
using System.Text.Json;
using Omnibus.Drivers;
using Omnibus.Schemas;

namespace Omnibus.Encodings;

internal static partial class EventText
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JsonTextEncoder.Instance, SkipValidation = true };

    /// <summary>Writes a delivery as one line, without a line break.</summary>
    /// <param name="output">Gets the line.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="reader">Reads its attributes.</param>
    /// <param name="topic">The topic without prefix.</param>
    /// <param name="definition">The event's type; null where it is not known here.</param>
    /// <param name="avro">The data in the body and its schema; null where no schema is known here.</param>
    /// <exception cref="EventDataException">An attribute cannot be read: nothing was written.</exception>
    public static void Write(IBufferWriter<byte> output, Delivery delivery, WireReader reader, string topic, EventDefinition? definition, AvroBody? avro = null)
    {
        var metadata = reader.ReadMetadata(delivery);
        using var json = new Utf8JsonWriter(output, s_writing);
        json.WriteStartObject();
        json.WriteString(Specification, "1.0");
        WriteAttributes(json, metadata);
        if (delivery.Body is { } body)
        {
            WriteData(json, metadata, body, definition, avro);
        }

        json.WriteString(Topic, topic);
        json.WriteNumber(Partition, delivery.Partition);
        json.WriteString(Position, delivery.Position.ToString());
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, EventMetadata metadata)
    {
        Span<byte> time = stackalloc byte[IsoTime.MaxLength];
        json.WriteString(Attributes.Type, metadata.Type);
        json.WriteString(Attributes.Id, metadata.Id);
        json.WriteString(Attributes.Source, metadata.Source);
        json.WriteString(Attributes.Time, time[..IsoTime.FormatUtc(metadata.Time, time)]);
        WriteIfThere(json, Attributes.Subject, metadata.Subject);
        json.WriteNumber(Attributes.MinorVersion, metadata.MinorVersion);
        WriteIfThere(json, Attributes.SourceHost, metadata.SourceHost);
        WriteIfThere(json, Attributes.SourceLib, metadata.SourceLib);
        WriteIfThere(json, Attributes.PartitionKey, metadata.PartitionKey);
        WriteIfThere(json, Attributes.TraceParent, metadata.TraceParent);
        WriteIfThere(json, Attributes.TraceState, metadata.TraceState);
        foreach (var (name, value) in metadata.Extensions.OrderBy(extension => extension.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteData(Utf8JsonWriter json, EventMetadata metadata, ReadOnlyMemory<byte> body, EventDefinition? definition, AvroBody? avro)
    {
        if (ContentTypes.IsJson(metadata.DataContentType) && JsonText.IsWhole(body.Span))
        {
            var compact = new ArrayBufferWriter<byte>(body.Length);
            JsonText.Compact(body.Span, compact);
            WriteIfThere(
                json, Attributes.DataContentType, metadata.DataContentType == ContentTypes.Json ? null : metadata.DataContentType);
            json.WritePropertyName(Data);
            json.WriteRawValue(compact.WrittenSpan, skipInputValidation: true);
            return;
        }

        var decoded = new ArrayBufferWriter<byte>();
        if ((avro?.TryWriteJson(decoded) ?? false)
            || (definition is not null && EventBody.TryWriteJson(definition, metadata.DataContentType ?? ContentTypes.Avro, body, decoded)))
        {
            json.WritePropertyName(Data);
            json.WriteRawValue(decoded.WrittenSpan, skipInputValidation: true);
            return;
        }

        WriteIfThere(json, Attributes.DataContentType, metadata.DataContentType);
        WriteIfThere(json, Attributes.DataSchema, metadata.DataSchema);
        json.WriteBase64String(Base64, body.Span);
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
