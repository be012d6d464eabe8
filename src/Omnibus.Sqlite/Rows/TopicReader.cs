using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Where a consumer is in the partitions that it reads of one topic, with the row that it is in the middle of. A row is read once for all
/// partitions that are near each other; one that is far behind is read by itself until it has caught up.
/// </summary>
internal sealed class TopicReader(string topic) : IDisposable
{
    private readonly RowReader _reader = new(topic);
    private readonly RowHeads _heads = new();
    private PartitionCursor?[] _cursors = [];
    private RecordMemory? _memory;
    private long _row;
    private long _stored;
    private int _partition;
    private bool _opened;
    private int _turn;

    public string Topic { get; } = topic;

    /// <summary>The topic's number in the file; 0 while it is not known.</summary>
    public long Id { get; private set; }

    /// <summary>Partitions in the file; 0 while that is not known.</summary>
    public int Partitions { get; private set; }

    /// <summary>Some cursor found events missing.</summary>
    public bool Missed { get; set; }

    /// <summary>Says which topic of the file it is. A topic that was removed and made again is a new log, read from its beginning.</summary>
    public void Bind(TopicRow row)
    {
        if (Id != 0 && Id != row.Id)
        {
            Close();
            foreach (var cursor in _cursors)
            {
                cursor?.Start(default);
            }
        }

        (Id, Partitions) = (row.Id, row.Partitions);
    }

    /// <summary>The cursor of a partition; null where it is not read.</summary>
    public PartitionCursor? Find(int partition) => (uint)partition < (uint)_cursors.Length ? _cursors[partition] : null;

    /// <summary>Reads a partition too, from a position; one that is read already begins anew.</summary>
    public void Add(int partition, Position start)
    {
        if (partition >= _cursors.Length)
        {
            Array.Resize(ref _cursors, partition + 1);
        }

        _cursors[partition] = new PartitionCursor();
        _cursors[partition]!.Start(start);
    }

    /// <summary>The cursors that were put somewhere since this was asked last.</summary>
    public IEnumerable<(int Partition, PartitionCursor Cursor)> NewCursors() => HasNew() ? Where(cursor => cursor.IsNew) : [];

    /// <summary>The cursors that found events missing.</summary>
    public IEnumerable<(int Partition, PartitionCursor Cursor)> CursorsThatMissed() => Missed ? Where(cursor => cursor.Missed > 0) : [];

    public void Remove(int partition)
    {
        if (Find(partition) is not null)
        {
            _cursors[partition] = null;
        }
    }

    /// <summary>Delivers of the row at hand what fits, and returns how many.</summary>
    public int Deliver(Span<Delivery> buffer)
    {
        var filled = 0;
        while (_memory is { } memory && filled < buffer.Length)
        {
            if (_partition == _heads.Partitions)
            {
                Close();
                break;
            }

            // A partition that was paused, moved or given up meanwhile is left: its cursor says where it goes on.
            var cursor = Find(_partition);
            if (cursor is null || cursor.Paused || !cursor.IsIn(_row) || cursor.Item >= _heads.Count(_partition))
            {
                NextPartition(cursor);
                continue;
            }

            try
            {
                if (!_opened)
                {
                    Open(cursor);
                }

                _reader.Read();
            }
            catch (BusFileException) when (filled > 0)
            {
                // What comes before the damage is delivered; the next call meets the damage again.
                return filled;
            }

            _reader.Fill(buffer[filled++], _partition, cursor.Item++, _stored, memory);
        }

        return filled;
    }

    /// <summary>Chooses the next row to read and which partitions take part; null where there is nothing to read.</summary>
    public long? Choose()
    {
        // Another partition begins each time, so that one with much to read does not keep the others waiting.
        for (var i = 0; i < _cursors.Length; i++)
        {
            _turn = (_turn + 1) % _cursors.Length;
            if (_cursors[_turn] is { Paused: false, AtEnd: false } first)
            {
                foreach (var cursor in _cursors)
                {
                    if (cursor is not null)
                    {
                        cursor.TakesPart = cursor.Row >= first.Row;
                    }
                }

                return first.Row;
            }
        }

        return null;
    }

    /// <summary>All rows from the chosen one to the end were read.</summary>
    public void ReachedEnd()
    {
        foreach (var cursor in _cursors)
        {
            if (cursor is { Paused: false, TakesPart: true })
            {
                cursor.AtEnd = true;
            }
        }
    }

    /// <summary>There may be something new.</summary>
    public void Refresh()
    {
        foreach (var cursor in _cursors)
        {
            if (cursor is not null)
            {
                cursor.AtEnd = false;
            }
        }
    }

    /// <summary>Takes a row: number, time, heads and batch. False where nothing in it is for a partition that takes part.</summary>
    public bool Take(Statement row)
    {
        var number = RowNumber.InTopic(row.Integer(0));
        if (!_heads.TryRead(row.Blob(2), Partitions))
        {
            throw SqliteFaults.Damaged(Topic, number);
        }

        if (!Enter(number))
        {
            return false;
        }

        var batch = row.Blob(3);
        var memory = RecordMemory.Rent(batch.Length);
        try
        {
            batch.CopyTo(memory.Array);
            _reader.Open(number, memory.Array, batch.Length);
        }
        catch
        {
            memory.Release();
            throw;
        }

        (_memory, _row, _stored, _partition, _opened) = (memory, number, row.Integer(1), 0, false);
        return true;
    }

    public void Dispose() => Close();

    /// <summary>Brings the partitions that take part to a row, and says whether it has anything for them.</summary>
    private bool Enter(long row)
    {
        var any = false;
        for (var partition = 0; partition < _cursors.Length && partition < _heads.Partitions; partition++)
        {
            if (_cursors[partition] is not { Paused: false, TakesPart: true } cursor || cursor.Row > row)
            {
                continue;
            }

            cursor.Enter(row, _heads.First(partition));
            Missed |= cursor.Missed > 0;
            if (cursor.Item < _heads.Count(partition))
            {
                any = true;
            }
            else
            {
                cursor.Leave(row, _heads.End(partition));
            }
        }

        return any;
    }

    private void Open(PartitionCursor cursor)
    {
        _reader.Open(_heads, _partition);
        for (var item = 0L; item < cursor.Item; item++)
        {
            _reader.Read();
        }

        _opened = true;
    }

    private void NextPartition(PartitionCursor? cursor)
    {
        if (cursor is { Paused: false } && cursor.IsIn(_row) && cursor.Item >= _heads.Count(_partition))
        {
            cursor.Leave(_row, _heads.End(_partition));
        }

        _partition++;
        _opened = false;
    }

    private bool HasNew()
    {
        foreach (var cursor in _cursors)
        {
            if (cursor is { IsNew: true })
            {
                return true;
            }
        }

        return false;
    }

    private List<(int Partition, PartitionCursor Cursor)> Where(Predicate<PartitionCursor> condition)
    {
        var found = new List<(int, PartitionCursor)>();
        for (var partition = 0; partition < _cursors.Length; partition++)
        {
            if (_cursors[partition] is { } cursor && condition(cursor))
            {
                found.Add((partition, cursor));
            }
        }

        return found;
    }

    private void Close()
    {
        _memory?.Release();
        _memory = null;
    }
}
