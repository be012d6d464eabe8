using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Reads the topics of one consumer, turn by turn.</summary>
internal sealed class TopicReaders(IReadOnlyList<string> topics, BusFile file, FileQueries queries, Settler? settler, IDriverNotices notices) : IDisposable
{
    private readonly List<TopicReader> _topics = [.. topics.Distinct().Select(topic => new TopicReader(topic))];

    private readonly Statement _rows =
        queries.Connection.Prepare("SELECT id, stored, heads, batch FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id");

    private long _topology = -1;
    private int _first;

    /// <summary>Looks that the topics are there.</summary>
    /// <param name="start">Where to begin in all their partitions; null: others say what is read.</param>
    public void Begin(StartPoint? start)
    {
        queries.Connection.BeginRead();
        try
        {
            queries.Connection.Look();
            Resolve();
            if (start is { } everywhere)
            {
                _topics.ForEach(topic => Begin(topic, queries.GetTopic(topic.Topic, file.Path), everywhere));
            }
        }
        finally
        {
            queries.Connection.Rollback();
        }
    }

    /// <summary>The cursor of a partition; null where it is not read.</summary>
    public PartitionCursor? Find(TopicPartition partition) => _topics.Find(topic => topic.Topic == partition.Topic)?.Find(partition.Partition);

    public void Add(TopicPartition partition, Position start)
    {
        var topic = _topics.Find(topic => topic.Topic == partition.Topic);
        if (topic is null || (uint)partition.Partition >= (uint)topic.Partitions)
        {
            throw new ArgumentException($"This consumer was not opened for {partition}.", nameof(partition));
        }

        topic.Add(partition.Partition, start);
    }

    public void Remove(TopicPartition partition) => _topics.Find(topic => topic.Topic == partition.Topic)?.Remove(partition.Partition);

    /// <summary>Fills deliveries with what is there, and returns how many.</summary>
    public int Read(Span<Delivery> buffer)
    {
        var filled = 0;
        try
        {
            // What was read before comes first: it is older than anything that the file still has for its partitions.
            foreach (var topic in _topics)
            {
                filled += topic.Deliver(buffer[filled..]);
            }

            if (filled < buffer.Length)
            {
                ReadRows(buffer, ref filled);
            }

            return filled;
        }
        catch (Exception) when (filled > 0)
        {
            // Every cursor stands behind what it delivered: the next call meets the failure again, with nothing to lose.
            return filled;
        }
    }

    private void ReadRows(Span<Delivery> buffer, ref int filled)
    {
        queries.Connection.BeginRead();
        try
        {
            queries.Connection.Look();
            if (queries.Connection.Topology != _topology)
            {
                Resolve();
            }

            // Another topic begins each time, so that a long one does not keep the others waiting.
            _first = (_first + 1) % _topics.Count;
            for (var i = 0; i < _topics.Count && filled < buffer.Length; i++)
            {
                var topic = _topics[(_first + i) % _topics.Count];
                topic.Refresh();
                Expect(topic);
                while (filled < buffer.Length && topic.Choose() is { } row)
                {
                    ReadRows(topic, row, buffer, ref filled);
                }
            }
        }
        finally
        {
            queries.Connection.Rollback();
        }
    }

    private void ReadRows(TopicReader topic, long row, Span<Delivery> buffer, ref int filled)
    {
        _rows.Bind(1, RowNumber.Base(topic.Id) + row).Bind(2, RowNumber.Limit(topic.Id));
        try
        {
            while (filled < buffer.Length)
            {
                if (!_rows.Step())
                {
                    topic.ReachedEnd();
                    return;
                }

                if (topic.Take(_rows))
                {
                    filled += topic.Deliver(buffer[filled..]);
                }
            }
        }
        finally
        {
            _rows.Reset();
            ReportTrimmed(topic);
        }
    }

    /// <summary>Finds for new places which event should come there, so that one that retention took is noticed.</summary>
    private void Expect(TopicReader topic)
    {
        foreach (var (partition, cursor) in topic.NewCursors())
        {
            cursor.Expected = settler?.NumberOf(topic.Id, partition, cursor.Row, cursor.Item);
            cursor.IsNew = false;
        }
    }

    private void ReportTrimmed(TopicReader topic)
    {
        foreach (var (partition, cursor) in topic.CursorsThatMissed())
        {
            notices.Report(NoticeCode.Trimmed, cursor.Missed, new TopicPartition(topic.Topic, partition).ToString());
            cursor.Missed = 0;
        }

        topic.Missed = false;
    }

    /// <summary>Finds the topics anew: some came or went.</summary>
    private void Resolve()
    {
        foreach (var topic in _topics)
        {
            topic.Bind(queries.GetTopic(topic.Topic, file.Path));
        }

        _topology = queries.Connection.Topology;
    }

    public void Dispose() => _topics.ForEach(topic => topic.Dispose());

    private void Begin(TopicReader topic, TopicRow row, StartPoint start)
    {
        for (var partition = 0; partition < row.Partitions; partition++)
        {
            var place = queries.Resolve(row, partition, start);
            topic.Add(partition, RowNumber.Position(place.Row, place.Item));
        }
    }
}
