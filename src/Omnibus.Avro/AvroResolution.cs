using System.Buffers;
using Avro;
using Avro.Generic;
using Avro.IO;

namespace Omnibus.Schemas;

/// <summary>
/// Reads data as the writer's schema says into the shape of the reader's, and writes that. What the library reads was gone through before, so that no
/// length or count in it is a lie.
/// </summary>
internal sealed class AvroResolution : IAvroResolution
{
    private readonly AvroType _writer;
    private readonly GenericDatumReader<object> _read;
    private readonly GenericDatumWriter<object> _write;

    public AvroResolution(AvroSchema writer, AvroSchema reader)
    {
        _writer = writer.Root;
        try
        {
            _read = new GenericDatumReader<object>((Schema)writer.Parsed, (Schema)reader.Parsed);
            _write = new GenericDatumWriter<object>((Schema)reader.Parsed);
        }
        catch (AvroException exception)
        {
            throw new EventDataException("", "The reader's schema does not fit the writer's.", exception);
        }
    }

    /// <inheritdoc />
    public void Resolve(ReadOnlyMemory<byte> data, IBufferWriter<byte> output)
    {
        AvroData.Check(_writer, data.Span);
        try
        {
            using var input = new MemoryStream(data.ToArray(), writable: false);
            var value = _read.Read(null!, new BinaryDecoder(input));
            using var resolved = new MemoryStream(data.Length);
            _write.Write(value, new BinaryEncoder(resolved));
            output.Write(resolved.GetBuffer().AsSpan(0, (int)resolved.Length));
        }
        catch (AvroException exception)
        {
            throw new EventDataException("", "The data holds a value that the reader's schema has no place for.", exception);
        }
    }
}
