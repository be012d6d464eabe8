using System.Buffers;
using System.Text;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>Bytes of events, and back.</summary>
internal static class Coding
{
    public static byte[] Avro<TEvent>(TEvent @event)
        where TEvent : class, IEvent<TEvent> => Encode(TEvent.Definition.CodecFor(ContentTypes.Avro)!, @event);

    public static string Json<TEvent>(TEvent @event)
        where TEvent : class, IEvent<TEvent> => Encoding.UTF8.GetString(Encode(TEvent.Definition.CodecFor(ContentTypes.Json)!, @event));

    public static TEvent FromAvro<TEvent>(ReadOnlySpan<byte> bytes)
        where TEvent : class, IEvent<TEvent> => TEvent.Definition.CodecFor(ContentTypes.Avro)!.Decode(bytes);

    public static TEvent FromJson<TEvent>(string json)
        where TEvent : class, IEvent<TEvent> => TEvent.Definition.CodecFor(ContentTypes.Json)!.Decode(Encoding.UTF8.GetBytes(json));

    private static byte[] Encode<TEvent>(IEventCodec<TEvent> codec, TEvent @event)
        where TEvent : class
    {
        var buffer = new ArrayBufferWriter<byte>();
        codec.Encode(@event, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
