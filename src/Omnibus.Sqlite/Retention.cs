namespace Omnibus.Sqlite;

/// <summary>
/// Removes what is older than its topic keeps and what every live group has settled, and the rows of deleted topics. A group is live while
/// it settled something within that time. Goes around the partitions in small steps, a few at a call.
/// </summary>
internal sealed class Retention(FileQueries queries)
{
    /// <summary>How many partitions are looked at in one step.</summary>
    private const int PartitionsAtOnce = 32;

    /// <summary>How many rows are removed in one step.</summary>
    private const int RowsAtOnce = 256;

    private readonly Statement _partitions = queries.Connection.Prepare("""
        SELECT partition.id, topic.retention FROM partition LEFT JOIN topic ON topic.id = partition.topic WHERE partition.id > ?1 ORDER BY partition.id LIMIT 1
        """);

    private readonly Statement _settled = queries.Connection.Prepare("""
        SELECT min(place.row + place.item) FROM place WHERE place.partition = ?1
        AND (SELECT max(settled) FROM place AS any_place WHERE any_place.consumer_group = place.consumer_group) >= ?2
        """);

    private long _last;

    /// <summary>Looks for something that may be removed; cheap, and only reads.</summary>
    public bool Finds(long now)
    {
        for (var seen = 0; seen < PartitionsAtOnce; seen++)
        {
            if (!NextPartition(out var partition, out var retention))
            {
                return false;
            }

            if (retention is null || (queries.Next(partition, 0) is { } row && row.Stored < now - retention && Keep(partition, now - retention.Value) >= row.End))
            {
                // The step that follows begins here.
                _last = partition - 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Removes a few rows of the partition that <see cref="Finds"/> stopped at. True where there may be more.</summary>
    public bool Step(long now)
    {
        if (!NextPartition(out var partition, out var retention))
        {
            return false;
        }

        if (retention is null)
        {
            return RemoveOrphans(queries, RowsAtOnce);
        }

        var oldest = now - retention.Value;
        var keep = Keep(partition, oldest);
        var (first, end) = (0L, 0L);
        for (var rows = 0; rows < RowsAtOnce && queries.Next(partition, end) is { } row && row.Stored < oldest && row.End <= keep; rows++)
        {
            first = first == 0 ? row.First : first;
            end = row.End;
        }

        if (end == 0)
        {
            return false;
        }

        Remove(queries, partition, first, end);
        _last = partition - 1;
        return true;
    }

    /// <summary>Removes up to so many rows of deleted topics. True where there are more.</summary>
    public static bool RemoveOrphans(FileQueries queries, int rows)
    {
        using var orphan = queries.Connection.Prepare("SELECT id FROM partition WHERE topic IS NULL LIMIT 1");
        if (orphan.ScalarOrNull() is not { } partition)
        {
            return false;
        }

        using var last = queries.Connection.Prepare("SELECT max(id) FROM (SELECT id FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3)");
        if (last.Bind(1, RowNumber.Base(partition)).Bind(2, RowNumber.Limit(partition)).Bind(3, rows).ScalarOrNull() is { } row)
        {
            queries.Connection.Execute($"DELETE FROM record WHERE id >= {RowNumber.Base(partition)} AND id <= {row}");
        }
        else
        {
            queries.Connection.Execute($"DELETE FROM partition WHERE id = {partition}");
        }

        return true;
    }

    private static void Remove(FileQueries queries, long partition, long first, long end) => queries.Connection.Execute($"""
        DELETE FROM record WHERE id >= {RowNumber.Base(partition) + first} AND id < {RowNumber.Base(partition) + end};
        UPDATE partition SET first = {end} WHERE id = {partition};
        """);

    /// <summary>The first event that a live group has not settled.</summary>
    private long Keep(long partition, long oldest) => _settled.Bind(1, partition).Bind(2, oldest).ScalarOrNull() ?? long.MaxValue;

    private bool NextPartition(out long partition, out long? retention)
    {
        _partitions.Bind(1, _last);
        if (!_partitions.Step())
        {
            // Around once: begins again with the next call.
            (partition, retention) = (0, null);
            _last = 0;
            return false;
        }

        partition = _partitions.Integer(0);
        retention = _partitions.IsNull(1) ? null : _partitions.Integer(1);
        _partitions.Reset();
        _last = partition;
        return true;
    }
}
