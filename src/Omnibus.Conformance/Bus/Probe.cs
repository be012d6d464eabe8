using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Omnibus.Conformance.Bus;

/// <summary>The event of the cases that run the whole bus: a key, and its number among all.</summary>
internal sealed record Probe(string Key, long Number) : IEvent<Probe>
{
    public const string Type = "omnibus.conformance.probe.v1";

    public static EventDefinition<Probe> Definition { get; } = new(
        [new Codec()], [new EventKey<Probe>("key", static probe => probe.Key)])
    {
        Type = Type,
        Key = "key",
    };

    public static IReadOnlyList<Probe> Many(int count, int keys = 7, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(number => new Probe($"key-{number % keys}", number))];

    /// <summary>Eight bytes of number and the key's text.</summary>
    private sealed class Codec : IEventCodec<Probe>
    {
        public string ContentType => ContentTypes.Avro;

        public void Encode(Probe @event, IBufferWriter<byte> buffer)
        {
            var span = buffer.GetSpan(sizeof(long) + Encoding.UTF8.GetMaxByteCount(@event.Key.Length));
            BinaryPrimitives.WriteInt64LittleEndian(span, @event.Number);
            buffer.Advance(sizeof(long) + Encoding.UTF8.GetBytes(@event.Key, span[sizeof(long)..]));
        }

        public Probe Decode(ReadOnlySpan<byte> data) => data.Length < sizeof(long)
            ? throw new EventDataException("number", "eight bytes are missing")
            : new Probe(Encoding.UTF8.GetString(data[sizeof(long)..]), BinaryPrimitives.ReadInt64LittleEndian(data));
    }
}
