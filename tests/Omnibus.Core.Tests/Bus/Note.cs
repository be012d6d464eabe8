using System.Buffers;
using System.Buffers.Binary;

namespace Omnibus.Core.Tests.Bus;

/// <summary>The smallest event that the tests need: a key and a number, in eight bytes and the key's text.</summary>
public sealed record Note(string Subject, long Number) : IEvent<Note>
{
    /// <summary>A number that can be written and not read.</summary>
    public const long Undecodable = long.MinValue;

    public static EventDefinition<Note> Definition { get; } = new(
        [new Codec()], [new EventKey<Note>("subject", note => note.Subject)])
    {
        Type = "test.note.v1",
        Topic = "notes",
        Key = "subject",
    };

    private sealed class Codec : IEventCodec<Note>
    {
        public string ContentType => ContentTypes.Json;

        public void Encode(Note @event, IBufferWriter<byte> buffer)
        {
            var span = buffer.GetSpan(8 + (@event.Subject.Length * 3));
            BinaryPrimitives.WriteInt64LittleEndian(span, @event.Number);
            buffer.Advance(8 + System.Text.Encoding.UTF8.GetBytes(@event.Subject, span[8..]));
        }

        public Note Decode(ReadOnlySpan<byte> data) => data.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(data) == Undecodable
            ? throw new EventDataException("number", "eight bytes are missing")
            : new(System.Text.Encoding.UTF8.GetString(data[8..]), BinaryPrimitives.ReadInt64LittleEndian(data));
    }
}
