using System.Buffers;
using Avro.Generic;
using Avro.IO;

namespace Omnibus.Bench.Scenarios;

/// <summary>One event, with everything made ready that a program would keep between events.</summary>
internal abstract class CodecCase
{
    private readonly GenericDatumWriter<GenericRecord> _writer;
    private readonly GenericDatumReader<GenericRecord> _reader;
    private readonly MemoryStream _written;
    private readonly MemoryStream _read;
    private readonly BinaryEncoder _encoder;
    private readonly BinaryDecoder _decoder;
    private readonly GenericRecord _record;

    private protected CodecCase(string schema, byte[] bytes)
    {
        var parsed = Avro.Schema.Parse(schema);
        Length = bytes.Length;
        _read = Over(bytes);
        _written = Over(new byte[bytes.Length]);
        _encoder = new BinaryEncoder(_written);
        _decoder = new BinaryDecoder(_read);
        _writer = new GenericDatumWriter<GenericRecord>(parsed);
        _reader = new GenericDatumReader<GenericRecord>(parsed, parsed);
        _record = ReadGeneric();
        WriteGeneric();
        Check(bytes, _written.ToArray());
    }

    public int Length { get; }

    public static CodecCase Of(EventDefinition definition, byte[] bytes) => definition.Accept(new Visitor(bytes));

    public void WriteGeneric()
    {
        _written.Position = 0;
        _writer.Write(_record, _encoder);
    }

    public GenericRecord ReadGeneric()
    {
        _read.Position = 0;
        return _reader.Read(null!, _decoder);
    }

    public abstract void WriteGenerated();

    public abstract object ReadGenerated();

    // Of memory, and as long as the program: nothing to dispose.
    private static MemoryStream Over(byte[] bytes) => new(bytes);

    /// <summary>Both sides write the same, or the comparison means nothing.</summary>
    private protected static void Check(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> written)
    {
        if (!expected.SequenceEqual(written))
        {
            throw new InvalidDataException("An event was written in other bytes than it has.");
        }
    }

    private sealed class Visitor(byte[] bytes) : IEventDefinitionVisitor<CodecCase>
    {
        public CodecCase Visit<TEvent>(EventDefinition<TEvent> definition)
            where TEvent : class
            => new Typed<TEvent>(definition.Schema!.Text, definition.PreferredCodec, bytes);
    }

    private sealed class Typed<TEvent> : CodecCase
        where TEvent : class
    {
        private readonly IEventCodec<TEvent> _codec;
        private readonly byte[] _bytes;
        private readonly TEvent _event;
        private readonly ArrayBufferWriter<byte> _buffer;

        public Typed(string schema, IEventCodec<TEvent> codec, byte[] bytes)
            : base(schema, bytes)
        {
            (_codec, _bytes) = (codec, bytes);
            _buffer = new ArrayBufferWriter<byte>(bytes.Length + 256);
            _event = codec.Decode(bytes);
            WriteGenerated();
            Check(bytes, _buffer.WrittenSpan);
        }

        public override void WriteGenerated()
        {
            _buffer.ResetWrittenCount();
            _codec.Encode(_event, _buffer);
        }

        public override object ReadGenerated() => _codec.Decode(_bytes);
    }
}
