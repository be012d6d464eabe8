using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Omnibus.Processes;

/// <summary>An event with a key and its number among the events of that key.</summary>
public sealed record Tick(string Key, long Number) : IEvent<Tick>
{
    public static EventDefinition<Tick> Definition { get; } = new(
        [new Codec()], [new EventKey<Tick>("key", tick => tick.Key)])
    {
        Type = "test.tick.v1",
        Topic = "ticks",
        Key = "key",
    };

    private sealed class Codec : IEventCodec<Tick>
    {
        public string ContentType => ContentTypes.Avro;

        public void Encode(Tick @event, IBufferWriter<byte> buffer)
        {
            var span = buffer.GetSpan(8 + (@event.Key.Length * 3));
            BinaryPrimitives.WriteInt64LittleEndian(span, @event.Number);
            buffer.Advance(8 + Encoding.UTF8.GetBytes(@event.Key, span[8..]));
        }

        public Tick Decode(ReadOnlySpan<byte> data) => new(Encoding.UTF8.GetString(data[8..]), BinaryPrimitives.ReadInt64LittleEndian(data));
    }
}
