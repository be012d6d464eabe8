using System.Buffers;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>How much space the Avro codec asks for: enough for the next event, and not for ever what the largest one took.</summary>
public sealed class BufferTests
{
    private static readonly Blob s_small = new("", []);
    private static readonly Blob s_large = new("", new byte[40_000]);

    private readonly AskedBuffer _buffer = new();

    [Fact]
    public void The_space_that_is_asked_for_follows_the_events_up_at_once_and_down_slowly()
    {
        for (var small = 0; small < 300; small++)
        {
            Encode(s_small);
        }

        Assert.Equal(256, Encode(s_small));
        Encode(s_large);
        Assert.InRange(Encode(s_small), 40_000, 1 << 16);
        for (var small = 0; small < 300; small++)
        {
            Encode(s_small);
        }

        Assert.Equal(256, Encode(s_small));
    }

    [Fact]
    public void An_event_of_any_length_is_written_whole()
    {
        foreach (var length in (int[])[0, 1, 63, 64, 65, 1023, 8191, 8192, 70_000, 3_000_000])
        {
            var blob = new Blob(new string('é', length), new byte[length]);
            var back = Coding.FromAvro<Blob>(Coding.Avro(blob));
            Assert.Equal((blob.Text, length), (back.Text, back.Bytes.Length));
        }
    }

    private int Encode(Blob blob)
    {
        _buffer.Inner.ResetWrittenCount();
        Blob.Definition.CodecFor(ContentTypes.Avro)!.Encode(blob, _buffer);
        return _buffer.Asked;
    }

    private sealed class AskedBuffer : IBufferWriter<byte>
    {
        public ArrayBufferWriter<byte> Inner { get; } = new();

        /// <summary>What was asked for last.</summary>
        public int Asked { get; private set; }

        public void Advance(int count) => Inner.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => Inner.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Asked = sizeHint;
            return Inner.GetSpan(sizeHint);
        }
    }
}
