using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>A topic as the file has it.</summary>
/// <param name="Id">Its number; never used again.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Retention">How long its records are kept.</param>
/// <param name="Partitions">The numbers of its partitions in the file, in order; never used again.</param>
internal sealed record TopicRow(long Id, string Name, TimeSpan Retention, IReadOnlyList<long> Partitions);

/// <summary>The end of a partition.</summary>
/// <param name="End">The number that the next event gets.</param>
/// <param name="Stored">When the last batch was stored, in Unix milliseconds; 0 where there is none.</param>
internal readonly record struct PartitionTail(long End, long Stored);

/// <summary>What several parts ask of the file, with statements that are prepared once for a connection. Call it inside a transaction.</summary>
internal sealed class FileQueries(Connection connection)
{
    private readonly Statement _topic = connection.Prepare("SELECT id, retention FROM topic WHERE name = ?1");
    private readonly Statement _partitions = connection.Prepare("SELECT id FROM partition WHERE topic = ?1 ORDER BY number");
    private readonly Statement _floor = connection.Prepare("SELECT first FROM partition WHERE id = ?1");
    private readonly Statement _last = connection.Prepare("SELECT id, count, stored FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT 1");
    private readonly Statement _next = connection.Prepare("SELECT id, count, stored FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 1");

    public Connection Connection { get; } = connection;

    /// <summary>A topic; null where there is none.</summary>
    public TopicRow? FindTopic(string name)
    {
        _topic.Bind(1, name);
        if (!_topic.Step())
        {
            return null;
        }

        var (id, retention) = (_topic.Integer(0), TimeSpan.FromMilliseconds(_topic.Integer(1)));
        _topic.Reset();
        var partitions = new List<long>();
        _partitions.Bind(1, id);
        while (_partitions.Step())
        {
            partitions.Add(_partitions.Integer(0));
        }

        return new TopicRow(id, name, retention, partitions);
    }

    /// <summary>A topic that must be there.</summary>
    public TopicRow GetTopic(string name, string path) => FindTopic(name) ?? throw SqliteFaults.NoTopic(name, path);

    /// <summary>The number in the file of a partition that must be there.</summary>
    public long GetPartition(TopicPartition partition, string path)
    {
        var topic = GetTopic(partition.Topic, path);
        return (uint)partition.Partition < (uint)topic.Partitions.Count
            ? topic.Partitions[partition.Partition]
            : throw new ArgumentOutOfRangeException(
                nameof(partition), partition.Partition, $"Topic '{partition.Topic}' has {topic.Partitions.Count} partitions, numbered from 0.");
    }

    /// <summary>The number of the oldest event that is still there, or of the one that comes next.</summary>
    public long First(long partition) => Next(partition, 0) is { } row ? row.First : Floor(partition);

    /// <summary>The end of a partition.</summary>
    public PartitionTail Tail(long partition)
    {
        _last.Bind(1, RowNumber.Base(partition)).Bind(2, RowNumber.Limit(partition));
        return Read(_last) is { } row ? new PartitionTail(row.End, row.Stored) : new PartitionTail(Floor(partition), 0);
    }

    /// <summary>The batch that begins at an event number, or the first after it; null where there is none.</summary>
    public BatchRow? Next(long partition, long first)
    {
        _next.Bind(1, RowNumber.Base(partition) + first).Bind(2, RowNumber.Limit(partition));
        return Read(_next);
    }

    /// <summary>Where retention has left the partition.</summary>
    public long Floor(long partition) => _floor.Bind(1, partition).Scalar();

    /// <summary>The event at a position or the first after it, as its own position; where there is none, the end.</summary>
    public Position Settle(long partition, Position position)
    {
        var first = RowNumber.Event(position);
        if (Next(partition, first) is not { } row)
        {
            return RowNumber.Position(Tail(partition).End, 0);
        }

        return row.First > first ? RowNumber.Position(row.First, 0)
            : position.Index < row.Count ? position with { High = 0 }
            : RowNumber.Position(row.End, 0);
    }

    /// <summary>The first event stored at a time or later; where there is none, the end. Times grow along a partition.</summary>
    public Position Find(long partition, long time)
    {
        var low = First(partition);
        var end = Tail(partition).End;
        var high = end;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Next(partition, middle) is not { } row)
            {
                high = middle;
            }
            else if (row.Stored >= time)
            {
                high = middle;
            }
            else
            {
                low = row.End;
            }
        }

        return RowNumber.Position(Next(partition, low)?.First ?? end, 0);
    }

    /// <summary>Where reading begins, as a position that is there.</summary>
    public Position Resolve(long partition, StartPoint start) => start.Kind switch
    {
        StartKind.Earliest => RowNumber.Position(First(partition), 0),
        StartKind.Latest => RowNumber.Position(Tail(partition).End, 0),
        StartKind.Time => Find(partition, start.Time.ToUnixTimeMilliseconds()),
        StartKind.Position => Settle(partition, start.Position),
        _ => throw new ArgumentOutOfRangeException(nameof(start), start.Kind, "There is no such start."),
    };

    private static BatchRow? Read(Statement row)
    {
        if (!row.Step())
        {
            return null;
        }

        var found = new BatchRow(RowNumber.Event(row.Integer(0)), row.Integer(1), row.Integer(2));
        row.Reset();
        return found;
    }
}

/// <summary>A stored batch without its bytes.</summary>
/// <param name="First">The number of its first event.</param>
/// <param name="Count">How many events it holds.</param>
/// <param name="Stored">When it was stored, in Unix milliseconds.</param>
internal readonly record struct BatchRow(long First, long Count, long Stored)
{
    /// <summary>The number of the event behind it.</summary>
    public long End => First + Count;
}
