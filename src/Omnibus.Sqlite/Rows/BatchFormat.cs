namespace Omnibus.Sqlite;

/// <summary>
/// How a batch of records lies in one row. Lengths and counts are LEB128; a header that repeats the record before it costs one bit.
/// </summary>
/// <remarks>
/// <code>
/// batch  = version [own], record*, (own: list of names, its place as 4 bytes little-endian)
/// record = flags, (unless same names: count, number of each name), (if there are headers: bits of those that are the same as before),
///          (key: length, bytes), each other header: (length * 2, bytes) or 1 for "equals the key", (body: length, bytes)
/// </code>
/// </remarks>
internal static class BatchFormat
{
    /// <summary>The first byte of a batch.</summary>
    public const byte Version = 1;

    /// <summary>Beside the version: names that are not known follow behind the records.</summary>
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
}
