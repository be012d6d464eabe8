using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Topics, groups and times.</summary>
internal sealed class SqliteAdministrator(BusFile file, Desk desk)
{
    /// <summary>Every row says something of every partition.</summary>
    private const int MostPartitions = 1000;

    /// <summary>How many rows of a deleted topic are removed in one transaction: others write in between.</summary>
    private const int RowsAtOnce = 256;

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken)
    {
        if (SqliteFactory.TopicNames.WhyNot(topic.Name) is { } reason)
        {
            throw new ArgumentException($"'{topic.Name}' cannot be a topic: {reason}.", nameof(topic));
        }

        var partitions = topic.Partitions ?? SqliteOptions.DefaultPartitions;
        if (partitions is < 1 or > MostPartitions)
        {
            throw new ArgumentOutOfRangeException(nameof(topic), partitions, $"Topic '{topic.Name}' can have from 1 to {MostPartitions} partitions.");
        }

        return desk.WriteAsync(queries => Create(queries, topic.Name, partitions, topic.Retention ?? SqliteOptions.DefaultRetention), cancellationToken);
    }

    public async ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken)
    {
        if (!await desk.WriteAsync(queries => Delete(queries, topic), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        // The topic is gone; its rows follow in small steps. What a crash leaves behind, producers remove.
        while (await desk.WriteAsync(queries => Retention.RemoveOrphans(queries, RowsAtOnce), cancellationToken).ConfigureAwait(false))
        {
        }

        return true;
    }

    public ValueTask<IReadOnlyList<string>> ListTopicsAsync(CancellationToken cancellationToken) =>
        desk.ReadAsync<IReadOnlyList<string>>(queries => Names(queries, "SELECT name FROM topic WHERE name IS NOT NULL"), cancellationToken);

    public ValueTask<TopicDescription?> DescribeTopicAsync(string topic, CancellationToken cancellationToken) => desk.ReadAsync(
        queries =>
        {
            if (queries.FindTopic(topic) is not { } row)
            {
                return null;
            }

            var partitions = new List<PartitionDescription>(row.Partitions);
            for (var partition = 0; partition < row.Partitions; partition++)
            {
                var first = queries.Resolve(row, partition, StartPoint.Earliest);
                var end = queries.Resolve(row, partition, StartPoint.Latest);
                partitions.Add(new PartitionDescription(
                    partition, RowNumber.Position(first.Row, first.Item), RowNumber.Position(end.Row, 0), end.Number - first.Number));
            }

            return new TopicDescription(topic, partitions) { Retention = row.Retention };
        },
        cancellationToken);

    public ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        desk.ReadAsync(
            queries =>
            {
                var place = queries.Find(queries.GetTopic(partition, file.Path), partition.Partition, time.ToUnixTimeMilliseconds());
                return RowNumber.Position(place.Row, place.Item);
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) =>
        desk.ReadAsync<IReadOnlyList<string>>(queries => Names(queries, "SELECT name FROM consumer_group"), cancellationToken);

    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) => desk.ReadAsync(
        queries => SqliteLeaseStore.FindGroup(queries, group) is { } id
            ? new GroupDescription(group, Members(queries, id), Places(queries, id))
            : null,
        cancellationToken);

    public async ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        await desk.WriteAsync(
            queries =>
            {
                var id = SqliteLeaseStore.MakeGroup(queries, group);
                MustBeIdle(queries, group, id);
                var topic = queries.GetTopic(partition, file.Path);
                var place = queries.Resolve(topic, partition.Partition, StartPoint.From(position));

                // A frozen owner that wakes up later must not move it: the lease is free, and its epoch is new.
                using var set = queries.Connection.Prepare("""
                    INSERT INTO place (consumer_group, topic, partition, row, item, number, settled, epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                    ON CONFLICT DO UPDATE SET row = ?4, item = ?5, number = ?6, settled = ?7, epoch = ?8, owner = NULL
                    """);
                set.Bind(1, id).Bind(2, topic.Id).Bind(3, partition.Partition).Bind(4, place.Row).Bind(5, place.Item).Bind(6, place.Number)
                    .Bind(7, file.Now).Bind(8, SqliteLeaseStore.NextEpoch(queries));
                return set.Run();
            },
            cancellationToken).ConfigureAwait(false);

    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => desk.WriteAsync(
        queries =>
        {
            if (SqliteLeaseStore.FindGroup(queries, group) is not { } id)
            {
                return false;
            }

            MustBeIdle(queries, group, id);
            queries.Connection.Execute($"DELETE FROM place WHERE consumer_group = {id}; DELETE FROM consumer_group WHERE id = {id}");
            return true;
        },
        cancellationToken);

    private static bool Create(FileQueries queries, string name, int partitions, TimeSpan retention)
    {
        if (queries.FindTopic(name) is not null)
        {
            return false;
        }

        var heads = new RowHeads();
        heads.Open(partitions);
        var floor = new byte[RowHeads.MostBytes(partitions)];
        using var topic = queries.Connection.Prepare(
            "INSERT INTO topic (name, partitions, retention, floor_row, floor_heads) VALUES (?1, ?2, ?3, 1, ?4) RETURNING id");
        topic.Bind(1, name).Bind(2, partitions).Bind(3, (long)retention.TotalMilliseconds).Bind(4, floor.AsSpan(0, heads.Write(floor))).Step();
        if (topic.Integer(0) >= RowNumber.MostTopics)
        {
            throw new BusFileException(FaultCode.StorageFull, $"No more topics can be made in this file: {RowNumber.MostTopics} were. Use a new file.");
        }

        topic.Run();
        queries.Connection.Execute("UPDATE bus SET topology = topology + 1");
        return true;
    }

    private static bool Delete(FileQueries queries, string name)
    {
        if (queries.FindTopic(name) is not { } topic)
        {
            return false;
        }

        queries.Connection.Execute($"""
            DELETE FROM place WHERE topic = {topic.Id};
            UPDATE topic SET name = NULL WHERE id = {topic.Id};
            UPDATE bus SET topology = topology + 1;
            """);
        using var schemas = queries.Connection.Prepare("DELETE FROM schema_use WHERE topic = ?1");
        schemas.Bind(1, name).Run();
        return true;
    }

    private static List<string> Names(FileQueries queries, string sql)
    {
        using var names = queries.Connection.Prepare(sql);
        var found = new List<string>();
        while (names.Step())
        {
            found.Add(names.Text(0));
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static List<string> Members(FileQueries queries, long group)
    {
        using var members = queries.Connection.Prepare("SELECT name FROM member WHERE consumer_group = ?1 ORDER BY name");
        members.Bind(1, group);
        var found = new List<string>();
        while (members.Step())
        {
            found.Add(members.Text(0));
        }

        return found;
    }

    private static List<GroupPartition> Places(FileQueries queries, long group)
    {
        using var places = queries.Connection.Prepare("""
            SELECT topic.name, place.partition, place.row, place.item, place.number, place.owner FROM place JOIN topic ON topic.id = place.topic
            WHERE place.consumer_group = ?1 ORDER BY topic.name, place.partition
            """);
        places.Bind(1, group);
        var found = new List<GroupPartition>();
        TopicRow? topic = null;
        while (places.Step())
        {
            var (name, partition) = (places.Text(0), (int)places.Integer(1));
            topic = topic?.Name == name ? topic : queries.FindTopic(name)!;

            // Events are numbered without gaps, so what is left is a subtraction.
            var oldest = queries.Locate(topic, partition, places.Integer(4));
            var stored = queries.Next(topic, oldest.Row)?.Stored;
            var lag = queries.Resolve(topic, partition, StartPoint.Latest).Number - oldest.Number;
            found.Add(new GroupPartition(new TopicPartition(name, partition), RowNumber.Position(places.Integer(2), places.Integer(3)), lag)
            {
                Member = places.TextOrNull(5),
                OldestUnsettled = lag > 0 && stored is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null,
            });
        }

        return found;
    }

    private static void MustBeIdle(FileQueries queries, string group, long id)
    {
        if (Members(queries, id) is { Count: > 0 } members)
        {
            throw new GroupActiveException(group, members);
        }
    }
}
