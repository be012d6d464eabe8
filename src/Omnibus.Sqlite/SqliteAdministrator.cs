using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Topics, groups and times.</summary>
internal sealed class SqliteAdministrator(BusFile file, Desk desk)
{
    private const int MostPartitions = 10_000;

    /// <summary>How many rows of a deleted topic are removed in one transaction: others write in between.</summary>
    private const int RowsAtOnce = 256;

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken)
    {
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
        desk.ReadAsync<IReadOnlyList<string>>(queries => Names(queries, "SELECT name FROM topic"), cancellationToken);

    public ValueTask<TopicDescription?> DescribeTopicAsync(string topic, CancellationToken cancellationToken) => desk.ReadAsync(
        queries =>
        {
            if (queries.FindTopic(topic) is not { } row)
            {
                return null;
            }

            var partitions = new List<PartitionDescription>(row.Partitions.Count);
            foreach (var partition in row.Partitions)
            {
                var (first, end) = (queries.First(partition), queries.Tail(partition).End);
                partitions.Add(new PartitionDescription(partitions.Count, RowNumber.Position(first, 0), RowNumber.Position(end, 0), end - first));
            }

            return new TopicDescription(topic, partitions) { Retention = row.Retention };
        },
        cancellationToken);

    public ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        desk.ReadAsync(queries => queries.Find(queries.GetPartition(partition, file.Path), time.ToUnixTimeMilliseconds()), cancellationToken);

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
                var number = queries.GetPartition(partition, file.Path);
                var place = queries.Settle(number, position);

                // A frozen owner that wakes up later must not move it: the lease is free, and its epoch is new.
                using var set = queries.Connection.Prepare("""
                    INSERT INTO place (consumer_group, partition, row, item, settled, epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                    ON CONFLICT DO UPDATE SET row = ?3, item = ?4, settled = ?5, epoch = ?6, owner = NULL
                    """);
                set.Bind(1, id).Bind(2, number).Bind(3, (long)place.Low).Bind(4, place.Index).Bind(5, file.Now).Bind(6, SqliteLeaseStore.NextEpoch(queries));
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

        using var topic = queries.Connection.Prepare("INSERT INTO topic (name, retention) VALUES (?1, ?2) RETURNING id");
        topic.Bind(1, name).Bind(2, (long)retention.TotalMilliseconds).Step();
        var id = topic.Integer(0);
        topic.Run();
        using var partition = queries.Connection.Prepare("INSERT INTO partition (topic, number) VALUES (?1, ?2) RETURNING id");
        for (var number = 0; number < partitions; number++)
        {
            partition.Bind(1, id).Bind(2, number).Step();
            if (partition.Integer(0) >= RowNumber.MostPartitions)
            {
                throw new BusFileException(FaultCode.StorageFull, $"No more partitions can be made in this file: {RowNumber.MostPartitions} were. Use a new file.");
            }

            partition.Run();
        }

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
            DELETE FROM place WHERE partition IN (SELECT id FROM partition WHERE topic = {topic.Id});
            UPDATE partition SET topic = NULL WHERE topic = {topic.Id};
            DELETE FROM topic WHERE id = {topic.Id};
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
            SELECT topic.name, partition.number, partition.id, place.row, place.item, place.owner FROM place
            JOIN partition ON partition.id = place.partition JOIN topic ON topic.id = partition.topic
            WHERE place.consumer_group = ?1 ORDER BY topic.name, partition.number
            """);
        places.Bind(1, group);
        var found = new List<GroupPartition>();
        while (places.Step())
        {
            var (partition, position) = (places.Integer(2), RowNumber.Position(places.Integer(3), places.Integer(4)));
            var oldest = queries.Settle(partition, position);
            var end = queries.Tail(partition).End;

            // Events are numbered without gaps, so what is left is a subtraction.
            var lag = end - (long)oldest.Low - oldest.Index;
            found.Add(new GroupPartition(new TopicPartition(places.Text(0), (int)places.Integer(1)), position, lag)
            {
                Member = places.TextOrNull(5),
                OldestUnsettled = lag > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(queries.Next(partition, (long)oldest.Low)!.Value.Stored) : null,
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
