using System.Buffers;

namespace Omnibus.Encodings;

/// <summary>An event's data as it goes into a record, made from JSON that a person wrote.</summary>
/// <param name="ContentType">The encoding.</param>
/// <param name="Bytes">The data in that encoding.</param>
/// <param name="Key">The text at the key path; null where none was asked for or the event has none there.</param>
internal sealed record EventBody(string ContentType, ReadOnlyMemory<byte> Bytes, string? Key)
{
    /// <summary>Reads JSON strictly as an event of a type, and encodes it as that type prefers.</summary>
    /// <param name="definition">The type.</param>
    /// <param name="json">The JSON of the data alone.</param>
    /// <param name="line">The line of a text on which the JSON begins.</param>
    /// <param name="keyPath">The path of the key, one of the type's; null: no key.</param>
    /// <param name="path">The path of the data in that text, for errors; empty where the text is the data.</param>
    /// <exception cref="EventDataException">The JSON is not such an event.</exception>
    public static EventBody FromJson(EventDefinition definition, ReadOnlyMemory<byte> json, long line = 1, string? keyPath = null, string path = "") =>
        definition.Accept(new FromJsonVisitor(json, line, keyPath, path));

    /// <summary>Writes a record's data as JSON, where a type has codecs for both; false where not, or where the data is not of the type.</summary>
    public static bool TryWriteJson(EventDefinition definition, string contentType, ReadOnlyMemory<byte> data, IBufferWriter<byte> output) =>
        definition.Accept(new ToJsonVisitor(contentType, data, output));

    private sealed class FromJsonVisitor(ReadOnlyMemory<byte> json, long line, string? keyPath, string path) : IEventDefinitionVisitor<EventBody>
    {
        public EventBody Visit<TEvent>(EventDefinition<TEvent> definition)
            where TEvent : class
        {
            try
            {
                var @event = definition.DecodeJson(json.Span, JsonReading.Strict, line);
                var bytes = new ArrayBufferWriter<byte>(json.Length + 1);
                definition.PreferredCodec.Encode(@event, bytes);
                var key = keyPath is null ? null : definition.KeyAt(keyPath)?.Invoke(@event);
                return new EventBody(definition.PreferredCodec.ContentType, bytes.WrittenMemory, key);
            }
            catch (EventDataException inner) when (path.Length > 0)
            {
                throw new EventDataException(inner.FieldPath.Length == 0 ? path : $"{path}.{inner.FieldPath}", inner.Problem, inner) { Line = inner.Line };
            }
        }
    }

    private sealed class ToJsonVisitor(string contentType, ReadOnlyMemory<byte> data, IBufferWriter<byte> output) : IEventDefinitionVisitor<bool>
    {
        public bool Visit<TEvent>(EventDefinition<TEvent> definition)
            where TEvent : class
        {
            if (definition.CodecFor(contentType) is not { } codec || definition.CodecFor(ContentTypes.Json) is not { } json)
            {
                return false;
            }

            try
            {
                json.Encode(codec.Decode(data.Span), output);
                return true;
            }
            catch (EventDataException)
            {
                return false;
            }
        }
    }
}
