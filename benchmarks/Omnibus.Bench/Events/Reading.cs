using System.Buffers;
using System.Text;

namespace Omnibus.Bench.Events;

/// <summary>The event of all benchmarks: a key, and a text of 200 bytes that is the whole payload.</summary>
internal sealed record Reading(string Key, string Text) : IEvent<Reading>
{
    public const string Type = "org.omnibus.bench.reading.taken.v1";
    public const string Topic = "readings";

    public static EventDefinition<Reading> Definition { get; } = new(
        [new ReadingCodec()], [new EventKey<Reading>("key", static reading => reading.Key)])
    {
        Type = Type,
        Topic = Topic,
        Key = "key",
    };

    public static Reading[] Make(int count)
    {
        var text = new string('x', 180);
        return [.. Enumerable.Range(0, count).Select(i => new Reading($"sensor-{i % 100:000}", $"{text}{i:00000000000000000000}"))];
    }
}

/// <summary>
/// The payload as it is on the wire, the same bytes for the raw side. A codec that costs next to nothing: what is compared is the way, not the encoding.
/// </summary>
internal sealed class ReadingCodec : IEventCodec<Reading>
{
    public string ContentType => ContentTypes.Avro;

    public void Encode(Reading @event, IBufferWriter<byte> buffer)
    {
        var span = buffer.GetSpan(1 + @event.Key.Length + @event.Text.Length);
        span[0] = (byte)@event.Key.Length;
        var length = 1 + Encoding.UTF8.GetBytes(@event.Key, span[1..]);
        buffer.Advance(length + Encoding.UTF8.GetBytes(@event.Text, span[length..]));
    }

    public Reading Decode(ReadOnlySpan<byte> data) =>
        new(Encoding.UTF8.GetString(data.Slice(1, data[0])), Encoding.UTF8.GetString(data[(1 + data[0])..]));
}
