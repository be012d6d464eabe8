using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// The row number of a stored batch: the number of its partition in the file and, in the lower 40 bits, the number of its first event in
/// the partition, from 1. Events of a partition are numbered without gaps, over batches.
/// </summary>
internal static class RowNumber
{
    private const int Bits = 40;

    /// <summary>The most partitions that a file ever has.</summary>
    public const long MostPartitions = 1L << (62 - Bits);

    private const long Mask = (1L << Bits) - 1;

    /// <summary>Where a partition's rows begin.</summary>
    public static long Base(long partition) => partition << Bits;

    /// <summary>Behind the last row that a partition can have.</summary>
    public static long Limit(long partition) => (partition + 1) << Bits;

    /// <summary>The number of the row's first event.</summary>
    public static long Event(long row) => row & Mask;

    /// <summary>The event number of a position's row, as far as there can be one.</summary>
    public static long Event(Position position) => position.High > 0 ? Mask : (long)Math.Min(position.Low, (ulong)Mask);

    public static Position Position(long row, long item) => new(0, (ulong)row, (uint)item);
}
