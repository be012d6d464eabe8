using System.Buffers;
using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus.Schemas;

/// <summary>Data in Avro, of any schema.</summary>
/// <remarks>
/// As JSON: records and maps are objects, bytes and fixed are text in base64, enums are text; of a union with null and one other type the value stands
/// alone, of any other union it is <c>null</c> or an object with one member that names the branch. 64-bit integers are exact; NaN and infinities are texts.
/// </remarks>
internal static class AvroData
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JsonTextEncoder.Instance, SkipValidation = true };

    /// <summary>Goes through data, and makes nothing of it.</summary>
    /// <exception cref="EventDataException">It is not of the type: the path says which field.</exception>
    public static void Check(AvroType type, ReadOnlySpan<byte> data) => new AvroDataReader(data, null).Read(type);

    /// <summary>Writes data as JSON.</summary>
    /// <exception cref="EventDataException">It is not of the type: the path says which field. Nothing was written.</exception>
    public static void WriteJson(AvroType type, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        var text = new ArrayBufferWriter<byte>(data.Length * 2 + 16);
        using (var json = new Utf8JsonWriter(text, s_writing))
        {
            new AvroDataReader(data, json).Read(type);
        }

        output.Write(text.WrittenSpan);
    }

    /// <summary>Makes data of JSON that a person wrote: fields that are not known are an error.</summary>
    /// <param name="type">The type.</param>
    /// <param name="json">The JSON of the data alone.</param>
    /// <param name="line">The line of a text on which the JSON begins.</param>
    /// <exception cref="EventDataException">The JSON is not of the type: it says the path of the field and the line.</exception>
    public static byte[] OfJson(AvroType type, ReadOnlySpan<byte> json, long line = 1)
    {
        var reader = new JsonEventReader(json, JsonReading.Strict, line);
        var output = new ArrayBufferWriter<byte>(json.Length + 1);
        AvroDataWriter.Write(ref reader, type, output);
        reader.End();
        return output.WrittenSpan.ToArray();
    }
}
