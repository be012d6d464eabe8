namespace Omnibus.Sqlite;

/// <summary>
/// How the events of one send to one topic lie in one row. Numbers are LEB128. What repeats is not repeated: names and values of headers are
/// written once in front, and a record says by one bit for each header that it is the same as before.
/// </summary>
/// <remarks>
/// <code>
/// batch  = version, template, group of each partition that has events, (own names: list, place of the list as 4 bytes little-endian)
/// template = count, number of each name, (length, bytes) of each value
/// group  = record*, the first of which follows the template
/// record = flags, (unless same names: count, number of each name), (if there are headers: bits of those that are the same as before),
///          (key: length, bytes), each other header: (length * 2, bytes) or 1 for "equals the key", (body: length, bytes)
/// heads  = for each partition of the topic: events before this row, events in it, (if any: bytes of the group)
/// </code>
/// </remarks>
internal static class RowFormat
{
    /// <summary>The first byte of a batch.</summary>
    public const byte Version = 1;

    /// <summary>Beside the version: names that are not known follow behind the groups.</summary>
    public const byte HasOwnNames = 0x80;

    public const byte HasKey = 1;

    /// <summary>The key of the record before; its bytes are not repeated.</summary>
    public const byte SameKey = 2;

    public const byte HasBody = 4;

    /// <summary>The header names of the record before, in the same order.</summary>
    public const byte SameNames = 8;

    /// <summary>Headers behind this many are always written.</summary>
    public const int MostSame = 64;

    /// <summary>Where a value would have its length: the value is the key.</summary>
    public const ulong EqualsKey = 1;

    /// <summary>The most bytes of one number.</summary>
    public const int MostPerNumber = 10;

    public static int Write(Span<byte> target, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number and goes behind it; false where there is none.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        if (bytes.Length > 0 && bytes[0] < 0x80)
        {
            value = bytes[0];
            bytes = bytes[1..];
            return true;
        }

        value = 0;
        for (var i = 0; i < bytes.Length && i < MostPerNumber; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
