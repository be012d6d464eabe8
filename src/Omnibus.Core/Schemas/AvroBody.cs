using System.Buffers;

namespace Omnibus.Schemas;

/// <summary>Data in Avro and the schema that it was written with.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Data">The data alone.</param>
internal readonly record struct AvroBody(AvroSchema Schema, ReadOnlyMemory<byte> Data)
{
    /// <summary>Writes the data as JSON; false, and nothing, where it is not of the schema.</summary>
    public bool TryWriteJson(IBufferWriter<byte> output)
    {
        try
        {
            AvroData.WriteJson(Schema.Root, Data.Span, output);
            return true;
        }
        catch (EventDataException)
        {
            return false;
        }
    }
}
