using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Where a consumer is in one partition, with the stored batch that it is in the middle of.</summary>
internal sealed class PartitionCursor(TopicPartition partition) : IDisposable
{
    private readonly BatchReader _reader = new();
    private RecordMemory? _memory;
    private long _row;
    private long _count;
    private long _item;
    private long _stored;
    private long _passed;

    public TopicPartition Partition { get; } = partition;

    /// <summary>The partition's number in the file; 0 while it is not known.</summary>
    public long Id { get; set; }

    public bool Paused { get; set; }

    /// <summary>The event at which the next batch should begin; retention may have taken it.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>Goes to a position: the next delivery is the one there, or the first after it.</summary>
    public void Start(Position position)
    {
        Close();
        Next = RowNumber.Event(position);
        _passed = position.Index;
    }

    /// <summary>Takes a row: number, events, time and batch. False where all its events lie before the start.</summary>
    public bool Take(Statement row)
    {
        var first = RowNumber.Event(row.Integer(0));
        var count = row.Integer(1);
        var passed = first == Next ? _passed : 0;
        if (passed >= count)
        {
            Pass(first + count);
            return false;
        }

        var batch = row.Blob(3);
        var memory = RecordMemory.Rent(batch.Length);
        try
        {
            batch.CopyTo(memory.Array);
            _reader.Open(Partition, first, memory.Array, batch.Length);
            for (var item = 0L; item < passed; item++)
            {
                _reader.Read();
            }
        }
        catch
        {
            memory.Release();
            throw;
        }

        _memory = memory;
        _row = first;
        _count = count;
        _item = passed;
        _stored = row.Integer(2);
        return true;
    }

    /// <summary>Delivers of the batch at hand what fits, and returns how many.</summary>
    public int Deliver(Span<Delivery> buffer)
    {
        if (_memory is not { } memory)
        {
            return 0;
        }

        var filled = 0;
        try
        {
            while (filled < buffer.Length && _item < _count)
            {
                _reader.Read();
                _reader.Fill(buffer[filled++], (uint)_item++, _stored, memory);
            }
        }
        catch (BusFileException) when (filled > 0)
        {
            // What comes before the damage is delivered; the next call meets the damage again.
            return filled;
        }

        if (_item == _count)
        {
            Close();
            Pass(_row + _count);
        }

        return filled;
    }

    public void Dispose() => Close();

    private void Pass(long next)
    {
        Next = next;
        _passed = 0;
    }

    private void Close()
    {
        _memory?.Release();
        _memory = null;
    }
}
