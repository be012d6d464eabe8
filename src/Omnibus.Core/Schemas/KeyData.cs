using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Omnibus.Schemas;

/// <summary>A key as Avro, where a broker's keys are that: a value of one primitive type, and its text.</summary>
internal static class KeyData
{
    /// <summary>The type of keys that applications give as text.</summary>
    public const string Text = "string";

    /// <summary>Writes a key.</summary>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="type">The primitive Avro type of the value.</param>
    /// <param name="key">The value's text, as it stands in JSON.</param>
    public static void Write(IBufferWriter<byte> output, string type, string key)
    {
        switch (type)
        {
            case "int" or "long" when long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                AvroDataWriter.WriteNumber(output, number);
                break;
            case "boolean":
                output.Write([key == "true" ? (byte)1 : (byte)0]);
                break;
            case "float" when float.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var single):
                BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(sizeof(float)), single);
                output.Advance(sizeof(float));
                break;
            case "double" when double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var real):
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), real);
                output.Advance(sizeof(double));
                break;
            case "string":
                AvroDataWriter.WriteNumber(output, Encoding.UTF8.GetByteCount(key));
                output.Advance(Encoding.UTF8.GetBytes(key, output.GetSpan(Encoding.UTF8.GetMaxByteCount(key.Length))));
                break;
            default:
                throw new EventDataException("", $"The key cannot be written as Avro {type}.");
        }
    }

    /// <summary>
    /// The text of a key whose schema nobody asked for; null where the bytes are no text in Avro. Nearly every key is text, and no number of several
    /// bytes can be taken for it.
    /// </summary>
    public static string? TextOf(ReadOnlySpan<byte> data)
    {
        var length = 0UL;
        for (var place = 0; place < data.Length && place < 5; place++)
        {
            length |= (ulong)(data[place] & 0x7f) << (7 * place);
            if (data[place] < 0x80)
            {
                var text = data[(place + 1)..];
                return (length & 1) == 0 && length / 2 == (ulong)text.Length && Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;
            }
        }

        return null;
    }
}
