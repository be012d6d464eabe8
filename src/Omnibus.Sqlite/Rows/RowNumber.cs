using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>The number of a row in the file: the topic's number and, in the lower 40 bits, the row's own number in the topic, from 1.</summary>
internal static class RowNumber
{
    private const int Bits = 40;
    private const long Mask = (1L << Bits) - 1;

    /// <summary>The most topics that a file ever has.</summary>
    public const long MostTopics = 1L << (62 - Bits);

    /// <summary>Where a topic's rows begin.</summary>
    public static long Base(long topic) => topic << Bits;

    /// <summary>Behind the last row that a topic can have.</summary>
    public static long Limit(long topic) => (topic + 1) << Bits;

    /// <summary>The row's own number in its topic.</summary>
    public static long InTopic(long row) => row & Mask;

    /// <summary>The row of a position, as far as there can be one.</summary>
    public static long Of(Position position) => position.High > 0 ? Mask : (long)Math.Min(position.Low, (ulong)Mask);

    public static Position Position(long row, long item) => new(0, (ulong)row, (uint)item);
}
