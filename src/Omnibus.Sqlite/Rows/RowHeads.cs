namespace Omnibus.Sqlite;

/// <summary>
/// What a row says of each partition of its topic: how many events came before it, how many are in it, and how many bytes they take. Read
/// without the events themselves. Used again and again.
/// </summary>
internal sealed class RowHeads
{
    private long[] _first = [];
    private int[] _counts = [];
    private int[] _lengths = [];

    public int Partitions { get; private set; }

    /// <summary>How many events of the partition came before the row: the number of its first event, from 0.</summary>
    public long First(int partition) => _first[partition];

    /// <summary>How many events of the partition are in the row.</summary>
    public int Count(int partition) => _counts[partition];

    /// <summary>How many bytes they take.</summary>
    public int Length(int partition) => _lengths[partition];

    /// <summary>How many events of the partition there are up to and with the row.</summary>
    public long End(int partition) => _first[partition] + _counts[partition];

    /// <summary>Becomes the heads of the row behind another, or behind itself: nothing is in it yet.</summary>
    public void Follow(RowHeads other)
    {
        if (other != this)
        {
            Open(other.Partitions);
        }

        for (var partition = 0; partition < Partitions; partition++)
        {
            Set(partition, other.End(partition), 0, 0);
        }
    }

    public void Set(int partition, long first, int count, int length) =>
        (_first[partition], _counts[partition], _lengths[partition]) = (first, count, length);

    /// <summary>Begins with nothing in as many partitions.</summary>
    public void Open(int partitions)
    {
        Partitions = partitions;
        if (_first.Length < partitions)
        {
            (_first, _counts, _lengths) = (new long[partitions], new int[partitions], new int[partitions]);
        }

        _first.AsSpan(0, partitions).Clear();
        _counts.AsSpan(0, partitions).Clear();
        _lengths.AsSpan(0, partitions).Clear();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; false where that is damaged.</summary>
    public bool TryRead(ReadOnlySpan<byte> bytes, int partitions)
    {
        Open(partitions);
        for (var partition = 0; partition < partitions; partition++)
        {
            if (!RowFormat.TryRead(ref bytes, out var first) || !RowFormat.TryRead(ref bytes, out var count) || count > int.MaxValue)
            {
                return false;
            }

            var length = 0UL;
            if (count > 0 && (!RowFormat.TryRead(ref bytes, out length) || length > int.MaxValue))
            {
                return false;
            }

            Set(partition, (long)first, (int)count, (int)length);
        }

        return bytes.IsEmpty;
    }

    /// <summary>The most bytes that <see cref="Write"/> takes.</summary>
    public static int MostBytes(int partitions) => partitions * 3 * RowFormat.MostPerNumber;

    public int Write(Span<byte> target)
    {
        var length = 0;
        for (var partition = 0; partition < Partitions; partition++)
        {
            length += RowFormat.Write(target[length..], (ulong)_first[partition]);
            length += RowFormat.Write(target[length..], (ulong)_counts[partition]);
            if (_counts[partition] > 0)
            {
                length += RowFormat.Write(target[length..], (ulong)_lengths[partition]);
            }
        }

        return length;
    }
}
