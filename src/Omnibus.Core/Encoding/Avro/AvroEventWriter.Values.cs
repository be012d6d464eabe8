using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Omnibus.Encodings;

namespace Omnibus;

/// <content>The single values. None of them may be null: <see cref="WritePresence"/> comes before one that could be.</content>
public ref partial struct AvroEventWriter
{
    private const int MostVarint = 10;
    private const int ShortText = 64; // its length takes one byte
    private const int GuidLength = 36;

    /// <summary>Writes a truth value.</summary>
    public void WriteBoolean(bool value)
    {
        Reserve(1)[0] = value ? (byte)1 : (byte)0;
        _length++;
    }

    /// <summary>Writes an integer, as Avro's <c>long</c>.</summary>
    public void WriteInt32(int value) => WriteInt64(value);

    /// <summary>Writes an integer, as Avro's <c>long</c>.</summary>
    public void WriteInt64(long value)
    {
        var space = Reserve(MostVarint);
        _length += Varint(value, space);
    }

    /// <summary>Writes a number of 32 bits, as Avro's <c>float</c>.</summary>
    public void WriteSingle(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(Reserve(sizeof(float)), value);
        _length += sizeof(float);
    }

    /// <summary>Writes a number of 64 bits, as Avro's <c>double</c>.</summary>
    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);
        _length += sizeof(double);
    }

    /// <summary>Writes text.</summary>
    /// <exception cref="EventDataException">It is null, or holds half of a surrogate pair.</exception>
    public void WriteText(string? value)
    {
        if (value is null)
        {
            throw MissingValue();
        }

        if (value.Length < ShortText)
        {
            var space = Reserve(1 + ShortText);
            if (Ascii.FromUtf16(value, space[1..], out var written) == OperationStatus.Done)
            {
                space[0] = (byte)(written << 1);
                _length += 1 + written;
                return;
            }
        }

        WriteAnyText(value);
    }

    /// <summary>Writes a value that is text.</summary>
    /// <exception cref="EventDataException">It is null, or its text holds half of a surrogate pair.</exception>
    public void WriteTextValue<TValue>(TValue? value)
        where TValue : ITextValue<TValue> => WriteText(value?.Text);

    /// <summary>Writes a time with its offset as text, to the microsecond.</summary>
    public void WriteTime(DateTimeOffset value)
    {
        var space = Reserve(1 + IsoTime.MaxLength);
        var length = IsoTime.FormatWithOffset(value, space[1..]);
        space[0] = (byte)(length << 1);
        _length += 1 + length;
    }

    /// <summary>Writes a UUID as text.</summary>
    public void WriteGuid(Guid value)
    {
        var space = Reserve(1 + GuidLength);
        space[0] = GuidLength << 1;
        Utf8Formatter.TryFormat(value, space[1..], out _);
        _length += 1 + GuidLength;
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="EventDataException">They are null.</exception>
    public void WriteBytes(byte[]? value) => WriteMemory(value ?? throw MissingValue());

    /// <summary>Writes bytes.</summary>
    public void WriteMemory(ReadOnlyMemory<byte> value)
    {
        WriteInt64(value.Length);
        value.Span.CopyTo(Reserve(value.Length));
        _length += value.Length;
    }

    /// <summary>Writes text whose length in bytes is not known: its place is kept as wide as the length in characters needs, which is nearly always right.</summary>
    private void WriteAnyText(string value)
    {
        var most = value.Length < 1024 ? value.Length * 3 : Encoding.UTF8.GetByteCount(value);
        var space = Reserve(most + MostVarint);
        Span<byte> header = stackalloc byte[MostVarint];
        var kept = Varint(value.Length, header);
        if (Utf8.FromUtf16(value, space[kept..], out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw Fail("The text holds half of a surrogate pair and cannot be written.");
        }

        var needed = Varint(written, header);
        if (needed != kept)
        {
            space.Slice(kept, written).CopyTo(space[needed..]);
        }

        header[..needed].CopyTo(space);
        _length += needed + written;
    }

    /// <summary>Writes an integer in groups of seven bits, the sign in the lowest bit, and returns how many bytes it took.</summary>
    private static int Varint(long value, Span<byte> space)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        while (bits > 0x7F)
        {
            space[length++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        space[length] = (byte)bits;
        return length + 1;
    }
}
