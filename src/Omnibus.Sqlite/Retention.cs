namespace Omnibus.Sqlite;

/// <summary>
/// Removes rows that are older than their topic keeps and that every live group has settled, and the rows of deleted topics. A group is live
/// while it settled something within that time. Goes around the topics in small steps, a few at a call.
/// </summary>
internal sealed class Retention(FileQueries queries)
{
    /// <summary>How many topics are looked at in one step.</summary>
    private const int TopicsAtOnce = 32;

    /// <summary>How many rows are removed in one step.</summary>
    private const int RowsAtOnce = 256;

    private readonly Statement _topic = queries.Connection.Prepare("SELECT id, name FROM topic WHERE id > ?1 ORDER BY id LIMIT 1");

    private readonly Statement _kept = queries.Connection.Prepare("""
        SELECT partition, min(number) FROM place WHERE topic = ?1
        AND (SELECT max(settled) FROM place AS other WHERE other.consumer_group = place.consumer_group) >= ?2 GROUP BY partition
        """);

    private readonly RowHeads _floor = new();
    private long[] _keep = [];
    private long _last;

    /// <summary>Looks for something that may be removed; only reads.</summary>
    public bool Finds(long now)
    {
        for (var seen = 0; seen < TopicsAtOnce; seen++)
        {
            if (!NextTopic(out var id, out var name))
            {
                return false;
            }

            if (name is null || FindRemovable(queries.FindTopic(name)!, now, most: 1) is not null)
            {
                // The step that follows begins here.
                _last = id - 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Removes a few rows of the topic that <see cref="Finds"/> stopped at. True where there may be more.</summary>
    public bool Step(long now)
    {
        if (!NextTopic(out var id, out var name))
        {
            return false;
        }

        if (name is null)
        {
            return RemoveOrphans(queries, RowsAtOnce);
        }

        var topic = queries.FindTopic(name)!;
        if (FindRemovable(topic, now, RowsAtOnce) is not { } last)
        {
            return false;
        }

        var floor = new byte[RowHeads.MostBytes(topic.Partitions)];
        queries.Connection.Execute($"DELETE FROM record WHERE id >= {RowNumber.Base(topic.Id)} AND id <= {RowNumber.Base(topic.Id) + last}");
        using var set = queries.Connection.Prepare("UPDATE topic SET floor_row = ?2, floor_heads = ?3 WHERE id = ?1");
        set.Bind(1, topic.Id).Bind(2, last + 1).Bind(3, floor.AsSpan(0, _floor.Write(floor))).Run();
        _last = id - 1;
        return true;
    }

    /// <summary>Removes up to so many rows of deleted topics. True where there are more.</summary>
    public static bool RemoveOrphans(FileQueries queries, int rows)
    {
        using var orphan = queries.Connection.Prepare("SELECT id FROM topic WHERE name IS NULL LIMIT 1");
        if (orphan.ScalarOrNull() is not { } topic)
        {
            return false;
        }

        using var last = queries.Connection.Prepare("SELECT max(id) FROM (SELECT id FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3)");
        if (last.Bind(1, RowNumber.Base(topic)).Bind(2, RowNumber.Limit(topic)).Bind(3, rows).ScalarOrNull() is { } row)
        {
            queries.Connection.Execute($"DELETE FROM record WHERE id >= {RowNumber.Base(topic)} AND id <= {row}");
        }
        else
        {
            queries.Connection.Execute($"DELETE FROM topic WHERE id = {topic}");
        }

        return true;
    }

    /// <summary>The last of the oldest rows that may go, at most so many; null where none may. The floor becomes what lies behind it.</summary>
    private long? FindRemovable(TopicRow topic, long now, int most)
    {
        var oldest = now - (long)topic.Retention.TotalMilliseconds;
        long? last = null;
        for (var rows = 0; rows < most; rows++)
        {
            if (queries.Next(topic, last + 1 ?? 0) is not { } row || row.Stored >= oldest)
            {
                break;
            }

            if (rows == 0)
            {
                ReadKept(topic, oldest);
            }

            if (!IsSettled(topic))
            {
                break;
            }

            last = row.Number;
            _floor.Follow(queries.Heads);
        }

        return last;
    }

    /// <summary>Whether every live group has settled the row that was looked at last.</summary>
    private bool IsSettled(TopicRow topic)
    {
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            if (queries.Heads.End(partition) > _keep[partition])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>For each partition the number of the first event that a live group has not settled.</summary>
    private void ReadKept(TopicRow topic, long oldest)
    {
        _keep = _keep.Length >= topic.Partitions ? _keep : new long[topic.Partitions];
        Array.Fill(_keep, long.MaxValue);
        _kept.Bind(1, topic.Id).Bind(2, oldest);
        while (_kept.Step())
        {
            _keep[_kept.Integer(0)] = _kept.Integer(1);
        }
    }

    private bool NextTopic(out long id, out string? name)
    {
        _topic.Bind(1, _last);
        if (!_topic.Step())
        {
            // Around once: begins again with the next call.
            (id, name) = (0, null);
            _last = 0;
            return false;
        }

        (id, name) = (_topic.Integer(0), _topic.TextOrNull(1));
        _topic.Reset();
        _last = id;
        return true;
    }
}
