using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Omnibus.Encodings;

namespace Omnibus;

/// <content>The single values.</content>
public ref partial struct AvroEventReader
{
    private const int LastShift = 63;

    /// <summary>Reads a truth value. Any byte but 0 is true, as for other readers of Avro.</summary>
    public bool ReadBoolean() => Take(_place, 1)[0] != 0;

    /// <summary>Reads an integer from Avro's <c>long</c>.</summary>
    public int ReadInt32()
    {
        var start = _place;
        var value = ReadInt64();
        return value == (int)value ? (int)value : throw Fail(start, "The number is out of the range of 32-bit integers.");
    }

    /// <summary>Reads an integer from Avro's <c>long</c>.</summary>
    public long ReadInt64()
    {
        if (_place < _data.Length && _data[_place] is < 0x80 and var only)
        {
            _place++;
            return Signed(only);
        }

        return ReadLongInt64();
    }

    /// <summary>Reads a number of 32 bits.</summary>
    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Take(_place, sizeof(float)));

    /// <summary>Reads a number of 64 bits.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(_place, sizeof(double)));

    /// <summary>Reads text.</summary>
    public string ReadText()
    {
        var start = _place;
        var text = TakeWithLength();
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Fail(start, "The text is not UTF-8.");
    }

    /// <summary>Reads a value that is text.</summary>
    public TValue ReadTextValue<TValue>()
        where TValue : ITextValue<TValue>
    {
        var start = _place;
        return TValue.TryParse(ReadText(), out var value) ? value : throw Fail(start, $"The text is no {typeof(TValue).Name}.");
    }

    /// <summary>Reads a time, which must say its offset, from text.</summary>
    public DateTimeOffset ReadTime()
    {
        var start = _place;
        return IsoTime.TryParse(TakeWithLength(), out var time, out var zoned) && zoned
            ? time
            : throw Fail(start, "An ISO 8601 time with its offset is expected here, such as 2024-05-01T12:34:56+00:00.");
    }

    /// <summary>Reads a UUID from text.</summary>
    public Guid ReadGuid()
    {
        var start = _place;
        return IdText.TryParse(TakeWithLength(), out var id) ? id : throw Fail(start, "A UUID is expected here.");
    }

    /// <summary>Reads bytes, a copy of them.</summary>
    public byte[] ReadBytes() => TakeWithLength().ToArray();

    private ReadOnlySpan<byte> TakeWithLength()
    {
        var start = _place;
        var length = ReadInt64();
        return (ulong)length <= (ulong)Left
            ? Take(start, (int)length)
            : throw Fail(start, length < 0 ? "The length is negative." : "The data ends too early.");
    }

    private ReadOnlySpan<byte> Take(int start, int length)
    {
        if (Left < length)
        {
            throw Fail(start, "The data ends too early.");
        }

        var taken = _data.Slice(_place, length);
        _place += length;
        return taken;
    }

    private long ReadLongInt64()
    {
        var start = _place;
        var bits = 0UL;
        for (var shift = 0; shift <= LastShift; shift += 7)
        {
            var part = Take(start, 1)[0];
            if (shift == LastShift && part > 1)
            {
                break;
            }

            bits |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return Signed(bits);
            }
        }

        throw Fail(start, "The number is out of the range of 64-bit integers.");
    }

    private static long Signed(ulong bits) => (long)(bits >> 1) ^ -(long)(bits & 1);
}
