using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>What several parts ask of the file, with statements that are prepared once for a connection. Call it inside a transaction.</summary>
internal sealed class FileQueries(Connection connection)
{
    private const string Columns = "SELECT id, stored, heads FROM record WHERE id >= ?1 AND id < ?2";

    private readonly Statement _topic = connection.Prepare("SELECT id, partitions, retention, floor_row, floor_heads FROM topic WHERE name = ?1");
    private readonly Statement _last = connection.Prepare($"{Columns} ORDER BY id DESC LIMIT 1");
    private readonly Statement _next = connection.Prepare($"{Columns} ORDER BY id LIMIT 1");

    public Connection Connection { get; } = connection;

    /// <summary>The heads of the row that was looked at last; behind the end, those of an empty row.</summary>
    public RowHeads Heads { get; } = new();

    /// <summary>A topic; null where there is none.</summary>
    public TopicRow? FindTopic(string name)
    {
        _topic.Bind(1, name);
        if (!_topic.Step())
        {
            return null;
        }

        var topic = new TopicRow(
            _topic.Integer(0), name, (int)_topic.Integer(1), TimeSpan.FromMilliseconds(_topic.Integer(2)), _topic.Integer(3), _topic.Blob(4).ToArray());
        _topic.Reset();
        return topic;
    }

    /// <summary>A topic that must be there.</summary>
    public TopicRow GetTopic(string name, string path) => FindTopic(name) ?? throw SqliteFaults.NoTopic(name, path);

    /// <summary>A topic that must be there and have the partition.</summary>
    public TopicRow GetTopic(TopicPartition partition, string path)
    {
        var topic = GetTopic(partition.Topic, path);
        return (uint)partition.Partition < (uint)topic.Partitions ? topic : throw SqliteFaults.NoPartition(topic.Name, partition.Partition, topic.Partitions);
    }

    /// <summary>The row of a number, or the first after it; null where there is none, and then the heads are those of the end.</summary>
    public RowView? Next(TopicRow topic, long row)
    {
        _next.Bind(1, RowNumber.Base(topic.Id) + row).Bind(2, RowNumber.Limit(topic.Id));
        if (Read(topic, _next) is { } found)
        {
            return found;
        }

        End(topic);
        return null;
    }

    /// <summary>The number that the next row gets; the heads are those of that row, empty.</summary>
    public RowView End(TopicRow topic)
    {
        _last.Bind(1, RowNumber.Base(topic.Id)).Bind(2, RowNumber.Limit(topic.Id));
        if (Read(topic, _last) is { } last)
        {
            Heads.Follow(Heads);
            return new RowView(last.Number + 1, last.Stored);
        }

        if (!Heads.TryRead(topic.FloorHeads, topic.Partitions))
        {
            throw SqliteFaults.Damaged(topic.Name, topic.FloorRow);
        }

        return new RowView(topic.FloorRow, 0);
    }

    /// <summary>How many events of a partition lie before a position.</summary>
    public long NumberAt(TopicRow topic, int partition, Position position)
    {
        var row = Next(topic, RowNumber.Of(position));
        var passed = row is { } there && there.Number == RowNumber.Of(position) ? Math.Min(position.Index, Heads.Count(partition)) : 0;
        return Heads.First(partition) + passed;
    }

    /// <summary>The event of a number, or the first after it; where there is none, the end.</summary>
    public NumberedPlace Locate(TopicRow topic, int partition, long number)
    {
        // The numbers of a partition's events never fall along the rows.
        var low = topic.FloorRow;
        var high = End(topic).Number;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Next(topic, middle) is not { } row || Heads.End(partition) > number)
            {
                high = middle;
            }
            else
            {
                low = row.Number + 1;
            }
        }

        if (Next(topic, low) is not { } found)
        {
            return new NumberedPlace(low, 0, Heads.First(partition));
        }

        var first = Heads.First(partition);
        return new NumberedPlace(found.Number, Math.Max(0, number - first), Math.Max(first, number));
    }

    /// <summary>Where reading begins, as a place that is there.</summary>
    public NumberedPlace Resolve(TopicRow topic, int partition, StartPoint start)
    {
        switch (start.Kind)
        {
            case StartKind.Earliest:
                return Locate(topic, partition, 0);
            case StartKind.Latest:
                var end = End(topic);
                return new NumberedPlace(end.Number, 0, Heads.First(partition));
            case StartKind.Time:
                return Find(topic, partition, start.Time.ToUnixTimeMilliseconds());
            default:
                return Locate(topic, partition, NumberAt(topic, partition, start.Position));
        }
    }

    /// <summary>The first event stored at a time or later; where there is none, the end. Times do not fall along the rows.</summary>
    public NumberedPlace Find(TopicRow topic, int partition, long time)
    {
        var low = topic.FloorRow;
        var high = End(topic).Number;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Next(topic, middle) is not { } row || row.Stored >= time)
            {
                high = middle;
            }
            else
            {
                low = row.Number + 1;
            }
        }

        Next(topic, low);
        return Locate(topic, partition, Heads.First(partition));
    }

    private RowView? Read(TopicRow topic, Statement row)
    {
        if (!row.Step())
        {
            return null;
        }

        var found = new RowView(RowNumber.InTopic(row.Integer(0)), row.Integer(1));
        var read = Heads.TryRead(row.Blob(2), topic.Partitions);
        row.Reset();
        return read ? found : throw SqliteFaults.Damaged(topic.Name, found.Number);
    }
}
