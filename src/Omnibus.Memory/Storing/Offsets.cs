using Omnibus.Drivers;

namespace Omnibus.Memory.Storing;

/// <summary>Between positions and the numbers of records: (0, n, 0) is record n, and any place behind it is record n + 1.</summary>
internal static class Offsets
{
    // Far beyond every real record, and still safe to count on from.
    private const ulong Most = long.MaxValue / 2;

    /// <summary>The first record at a position or after it.</summary>
    public static long Of(Position position) =>
        position.High > 0 ? (long)Most : (long)Math.Min(position.Low, Most) + (position.Index > 0 ? 1 : 0);

    public static Position ToPosition(long offset) => new(0, (ulong)offset);
}
