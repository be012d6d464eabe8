using System.Buffers;

namespace Omnibus.Schemas;

/// <summary>What the core leaves to a library that knows Avro. Safe on any thread.</summary>
internal interface IAvroEngine
{
    /// <summary>Reads a schema.</summary>
    /// <exception cref="EventDataException">The text is no Avro schema: its path leads into the schema, for example <c>fields[0].type</c>.</exception>
    AvroSchema Parse(string text);

    /// <summary>Plans how data of a writer becomes data of a reader: once for each pair.</summary>
    /// <exception cref="EventDataException">The reader cannot read what the writer wrote: its path is that of the field.</exception>
    IAvroResolution Resolve(AvroSchema writer, AvroSchema reader);
}

/// <summary>Turns data of one writer's schema into data of one reader's. Safe on any thread.</summary>
internal interface IAvroResolution
{
    /// <summary>Writes the data anew.</summary>
    /// <exception cref="EventDataException">The data is not of the writer's schema, or holds what the reader has no place for.</exception>
    void Resolve(ReadOnlyMemory<byte> data, IBufferWriter<byte> output);
}
