using Omnibus.Encodings;

namespace Omnibus;

/// <summary>Reads one value with a reader: the method of a nested record, or a lambda over one of the reader's methods.</summary>
public delegate TValue AvroRead<out TValue>(ref AvroEventReader reader);

/// <summary>
/// Reads the Avro binary of one event. Every problem is an <see cref="EventDataException"/> with the path of the field. Nothing is allocated for what
/// the bytes only announce: a length or a count is held against the bytes that are left.
/// </summary>
public ref partial struct AvroEventReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly EventSchema _schema;
    private int _place;

    internal AvroEventReader(ReadOnlySpan<byte> data, EventSchema schema)
    {
        _data = data;
        _schema = schema;
    }

    private readonly int Left => _data.Length - _place;

    /// <summary>Reads which branch of <c>["null", T]</c> follows: whether a value is to be read.</summary>
    public bool ReadPresence()
    {
        var start = _place;
        return ReadInt64() switch
        {
            0 => false,
            1 => true,
            _ => throw Fail(start, "The union has no such branch."),
        };
    }

    /// <summary>Reads a list into an array. An item takes one byte at least.</summary>
    /// <param name="read">Reads one item.</param>
    public TItem[] ReadList<TItem>(AvroRead<TItem> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var count = ReadBlock();
        if (count == 0)
        {
            return [];
        }

        var items = new TItem[count];
        for (var index = 0; index < count; index++)
        {
            items[index] = read(ref this);
        }

        count = ReadBlock();
        return count == 0 ? items : ReadMore(items, count, read);
    }

    /// <summary>Reads a map. Of a key that is there twice, the last value counts, as for other readers of Avro.</summary>
    /// <param name="read">Reads one value.</param>
    public Dictionary<string, TValue> ReadMap<TValue>(AvroRead<TValue> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var count = ReadBlock();
        var values = new Dictionary<string, TValue>(Math.Min(count, Left / 2), StringComparer.Ordinal);
        for (; count > 0; count = ReadBlock())
        {
            for (var index = 0; index < count; index++)
            {
                var key = ReadText();
                values[key] = read(ref this);
            }
        }

        return values;
    }

    /// <summary>Makes sure that nothing follows the event.</summary>
    internal readonly void End()
    {
        if (Left > 0)
        {
            throw new EventDataException("", $"{(Left == 1 ? "1 byte is" : $"{Left} bytes are")} left over behind the event: it was written with another schema.");
        }
    }

    // A list in many blocks: few writers make one.
    private TItem[] ReadMore<TItem>(TItem[] first, int count, AvroRead<TItem> read)
    {
        var items = new ItemBuffer<TItem>();
        foreach (var item in first)
        {
            items.Add(item);
        }

        for (; count > 0; count = ReadBlock())
        {
            for (var index = 0; index < count; index++)
            {
                items.Add(read(ref this));
            }
        }

        return items.TakeArray();
    }

    /// <summary>The number of items in the next block; 0 at the end. A negative one has the block's size in bytes behind it.</summary>
    private int ReadBlock()
    {
        var start = _place;
        var count = ReadInt64();
        if (count < 0)
        {
            var size = ReadInt64();
            if (size < 0 || size > Left)
            {
                throw Fail(start, "The size of the block is wrong.");
            }

            count = -count;
        }

        return (ulong)count <= (ulong)Left ? (int)count : throw Fail(start, "More items are announced than bytes are left.");
    }

    private readonly EventDataException Fail(int start, string problem) => new(AvroPlace.Find(_schema, _data, start), problem);
}
