using System.Buffers;
using System.Collections.Frozen;

namespace Omnibus;

/// <summary>What is known of <typeparamref name="TEvent"/> when it is compiled.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class EventDefinition<TEvent> : EventDefinition
    where TEvent : class
{
    private readonly FrozenDictionary<string, EventKey<TEvent>> _keys;
    private readonly IEventCodec<TEvent>[] _codecs;

    /// <summary>Puts a definition together.</summary>
    /// <param name="codecs">The codecs, the preferred one first; none: the event is <see cref="EventDefinition.InProcessOnly"/>.</param>
    /// <param name="keys">Every path that can be a key.</param>
    public EventDefinition(IEnumerable<IEventCodec<TEvent>> codecs, IEnumerable<EventKey<TEvent>> keys)
    {
        _codecs = [.. codecs];
        _keys = keys.ToFrozenDictionary(key => key.Path);
        ContentTypes = [.. _codecs.Select(codec => codec.ContentType)];
    }

    /// <inheritdoc />
    public override Type ClrType => typeof(TEvent);

    /// <inheritdoc />
    public override IReadOnlyCollection<string> KeyPaths => _keys.Keys;

    /// <inheritdoc />
    public override IReadOnlyList<string> ContentTypes { get; }

    /// <summary>How to get the text at a key path; null where the event has no such path.</summary>
    public Func<TEvent, string?>? KeyAt(string path) => _keys.TryGetValue(path, out var key) ? key.Text : null;

    /// <inheritdoc />
    public override string? KeyTypeAt(string path) => _keys.TryGetValue(path, out var key) ? key.AvroType : null;

    /// <summary>The codec for a content type; null where there is none.</summary>
    public IEventCodec<TEvent>? CodecFor(string contentType)
    {
        foreach (var codec in _codecs)
        {
            if (string.Equals(codec.ContentType, contentType, StringComparison.OrdinalIgnoreCase))
            {
                return codec;
            }
        }

        return null;
    }

    /// <summary>The codec that is used unless another is asked for.</summary>
    /// <exception cref="NotSupportedException">The event is <see cref="EventDefinition.InProcessOnly"/>.</exception>
    public IEventCodec<TEvent> PreferredCodec => _codecs.Length > 0 ? _codecs[0] : throw new NotSupportedException($"'{Type}' is in-process only and has no codec.");

    /// <summary>Reads an event from JSON, also where its preferred encoding is another.</summary>
    /// <param name="json">The JSON of the data alone.</param>
    /// <param name="reading">What is done about fields that are not known.</param>
    /// <param name="line">The line of a text on which the JSON begins, for errors.</param>
    /// <exception cref="EventDataException">The JSON is not such an event: it says the path of the field and the line.</exception>
    /// <exception cref="NotSupportedException">The event has no JSON codec.</exception>
    public TEvent DecodeJson(ReadOnlySpan<byte> json, JsonReading reading, long line = 1) => JsonCodec.Decode(json, reading, line);

    /// <summary>Writes an event as JSON, also where its preferred encoding is another.</summary>
    /// <exception cref="EventDataException">The event holds something that cannot be written.</exception>
    /// <exception cref="NotSupportedException">The event has no JSON codec.</exception>
    public void EncodeJson(TEvent @event, IBufferWriter<byte> buffer) => JsonCodec.Encode(@event, buffer);

    private JsonEventCodec<TEvent> JsonCodec =>
        Array.Find(_codecs, codec => codec is JsonEventCodec<TEvent>) as JsonEventCodec<TEvent>
        ?? throw new NotSupportedException($"'{Type}' has no JSON codec.");

    /// <inheritdoc />
    public override TResult Accept<TResult>(IEventDefinitionVisitor<TResult> visitor) => visitor.Visit(this);
}
