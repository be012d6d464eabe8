using Omnibus.Drivers;

namespace Omnibus.Memory.Storing;

/// <summary>One partition's records, in order, numbered from 0 and never renumbered. Guarded by the topic's gate, except <see cref="End"/>.</summary>
internal sealed class StoredPartition(string topic, int number)
{
    private readonly List<Segment> _segments = [];
    private long _end;

    public TopicPartition Name { get; } = new(topic, number);

    /// <summary>The oldest record that is still there, or the end.</summary>
    public long First { get; private set; }

    /// <summary>Where the next record will be. May be read without the gate, to see whether taking it is worth while.</summary>
    public long End => Volatile.Read(ref _end);

    public long Append(OutgoingRecord record, long now)
    {
        if (_segments.Count == 0 || _segments[^1].IsFull)
        {
            _segments.Add(new Segment(_end));
        }

        // Times never go back, so that they can be searched.
        _segments[^1].Append(record, _end > First ? Math.Max(now, StoredAt(_end - 1)) : now);
        var offset = _end;
        Volatile.Write(ref _end, offset + 1);
        return offset;
    }

    /// <summary>Fills deliveries with the records from <paramref name="offset"/> on, as many as there are and fit.</summary>
    public int Read(long offset, Span<Delivery> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _end - offset);
        for (var filled = 0; filled < count;)
        {
            var segment = SegmentOf(offset + filled);
            var index = (int)(offset + filled - segment.Start);
            var run = Math.Min(count - filled, segment.Count - index);
            for (var step = 0; step < run; step++)
            {
                segment.Deliver(index + step, buffer[filled + step], topic, number);
            }

            filled += run;
        }

        return Math.Max(count, 0);
    }

    public long StoredAt(long offset)
    {
        var segment = SegmentOf(offset);
        return segment.StoredAt((int)(offset - segment.Start));
    }

    /// <summary>The first record that was stored at <paramref name="time"/> or later; the end where there is none.</summary>
    public long Find(long time)
    {
        var (low, high) = (First, _end);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = StoredAt(middle) < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public long Resolve(StartPoint start) => start.Kind switch
    {
        StartKind.Earliest => First,
        StartKind.Latest => _end,
        StartKind.Time => Find(start.Time.ToUnixTimeMilliseconds()),
        _ => Math.Max(First, Offsets.Of(start.Position)),
    };

    /// <summary>Removes everything before <paramref name="offset"/>.</summary>
    public void Trim(long offset)
    {
        First = Math.Clamp(offset, First, _end);
        while (_segments.Count > 0 && _segments[0].Start + _segments[0].Count <= First && (_segments[0].IsFull || First == _end))
        {
            _segments[0].Release();
            _segments.RemoveAt(0);
        }
    }

    /// <summary>The oldest record's time; the end of time where there is none.</summary>
    public long OldestTime => First < _end ? StoredAt(First) : long.MaxValue;

    // Every segment but the last is full, and the first begins where trimming left it.
    private Segment SegmentOf(long offset) => _segments[(int)((offset - _segments[0].Start) / Segment.Capacity)];
}
