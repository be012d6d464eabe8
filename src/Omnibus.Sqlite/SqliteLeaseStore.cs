using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Leases and positions of groups. A partition's lease lies in the row of the group's place there, so that a settlement compares the epoch
/// and moves the place in one statement. All epochs of the file come from one counter: none is ever given twice, whatever was deleted.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="starts">For the starts of new groups, which must survive a power loss: no event may be passed over.</param>
/// <param name="leases">For leases, which mean nothing to other processes after one.</param>
internal sealed class SqliteLeaseStore(BusFile file, Desk starts, Desk leases)
{
    public async ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken)
    {
        foreach (var topic in topics)
        {
            if (!await starts.ReadAsync(queries => IsPrepared(queries, group, topic), cancellationToken).ConfigureAwait(false))
            {
                await starts.WriteAsync(queries => Prepare(queries, group, topic, start), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) => leases.ReadAsync<IReadOnlyList<LeaseState>>(
        queries =>
        {
            var states = new List<LeaseState>();
            using var partitions = queries.Connection.Prepare("""
                SELECT topic.name, place.partition, place.owner, place.epoch, place.counter, place.duration
                FROM consumer_group JOIN place ON place.consumer_group = consumer_group.id JOIN topic ON topic.id = place.topic
                WHERE consumer_group.name = ?1 AND place.epoch > 0 ORDER BY topic.name, place.partition
                """);
            partitions.Bind(1, group);
            while (partitions.Step())
            {
                var name = LeaseName.Of(group, new TopicPartition(partitions.Text(0), (int)partitions.Integer(1)));
                states.Add(State(partitions, name, 2));
            }

            using var members = queries.Connection.Prepare("""
                SELECT member.name, member.owner, member.epoch, member.counter, member.duration
                FROM consumer_group JOIN member ON member.consumer_group = consumer_group.id
                WHERE consumer_group.name = ?1 ORDER BY member.name
                """);
            members.Bind(1, group);
            while (members.Step())
            {
                states.Add(State(members, LeaseName.Of(group, members.Text(0)), 1));
            }

            return states;
        },
        cancellationToken);

    public ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        leases.WriteAsync(queries => claim.Name.Partition is { } partition ? Acquire(queries, claim, partition) : Join(queries, claim), cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> held, CancellationToken cancellationToken) =>
        leases.WriteAsync<IReadOnlyList<Lease>>(
            queries => ForEach(
                queries,
                held,
                "UPDATE place SET counter = counter + 1 WHERE consumer_group = ?1 AND owner = ?2 AND epoch = ?3 AND topic = ?4 AND partition = ?5",
                "UPDATE member SET counter = counter + 1 WHERE consumer_group = ?1 AND owner = ?2 AND epoch = ?3 AND name = ?4"),
            cancellationToken);

    public async ValueTask ReleaseAsync(IReadOnlyList<Lease> held, CancellationToken cancellationToken) =>
        await leases.WriteAsync(
            queries => ForEach(
                queries,
                held,
                "UPDATE place SET owner = NULL WHERE consumer_group = ?1 AND owner = ?2 AND epoch = ?3 AND topic = ?4 AND partition = ?5",
                "DELETE FROM member WHERE consumer_group = ?1 AND owner = ?2 AND epoch = ?3 AND name = ?4"),
            cancellationToken).ConfigureAwait(false);

    /// <summary>The number of a group, made where it is missing.</summary>
    internal static long MakeGroup(FileQueries queries, string group)
    {
        using var make = queries.Connection.Prepare("INSERT OR IGNORE INTO consumer_group (name) VALUES (?1)");
        make.Bind(1, group).Run();
        return FindGroup(queries, group)!.Value;
    }

    /// <summary>The number of a group; null where there is none.</summary>
    internal static long? FindGroup(FileQueries queries, string group)
    {
        using var find = queries.Connection.Prepare("SELECT id FROM consumer_group WHERE name = ?1");
        return find.Bind(1, group).ScalarOrNull();
    }

    /// <summary>An epoch that no lease of this file ever had.</summary>
    internal static long NextEpoch(FileQueries queries)
    {
        using var next = queries.Connection.Prepare("UPDATE bus SET epoch = epoch + 1 RETURNING epoch");
        next.Step();
        var epoch = next.Integer(0);
        next.Run();
        return epoch;
    }

    private bool IsPrepared(FileQueries queries, string group, string topic)
    {
        var row = queries.GetTopic(topic, file.Path);
        using var places = queries.Connection.Prepare("""
            SELECT count(*) FROM consumer_group JOIN place ON place.consumer_group = consumer_group.id WHERE consumer_group.name = ?1 AND place.topic = ?2
            """);
        return places.Bind(1, group).Bind(2, row.Id).Scalar() == row.Partitions;
    }

    private bool Prepare(FileQueries queries, string group, string topic, StartPoint start)
    {
        var id = MakeGroup(queries, group);
        var row = queries.GetTopic(topic, file.Path);
        for (var partition = 0; partition < row.Partitions; partition++)
        {
            Place(queries, id, row, partition, start);
        }

        return true;
    }

    /// <summary>Stores where a group begins in a partition, unless it has a place there.</summary>
    private void Place(FileQueries queries, long group, TopicRow topic, int partition, StartPoint start)
    {
        using var find = queries.Connection.Prepare("SELECT 1 FROM place WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3");
        if (find.Bind(1, group).Bind(2, topic.Id).Bind(3, partition).Scalar() == 1)
        {
            return;
        }

        var place = queries.Resolve(topic, partition, start);
        using var insert = queries.Connection.Prepare(
            "INSERT INTO place (consumer_group, topic, partition, row, item, number, settled) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        insert.Bind(1, group).Bind(2, topic.Id).Bind(3, partition).Bind(4, place.Row).Bind(5, place.Item).Bind(6, place.Number).Bind(7, file.Now).Run();
    }

    private LeaseGrant? Acquire(FileQueries queries, LeaseClaim claim, TopicPartition partition)
    {
        var group = MakeGroup(queries, claim.Name.Group);
        var topic = queries.GetTopic(partition, file.Path);
        Place(queries, group, topic, partition.Partition, StartPoint.Earliest);
        using var find = queries.Connection.Prepare(
            "SELECT owner, epoch, counter, row, item FROM place WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3");
        find.Bind(1, group).Bind(2, topic.Id).Bind(3, partition.Partition).Step();
        var position = RowNumber.Position(find.Integer(3), find.Integer(4));
        var free = MayTake(find, claim);
        find.Reset();
        if (!free)
        {
            return null;
        }

        var epoch = NextEpoch(queries);
        using var take = queries.Connection.Prepare(
            "UPDATE place SET owner = ?4, epoch = ?5, counter = 0, duration = ?6 WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3");
        take.Bind(1, group).Bind(2, topic.Id).Bind(3, partition.Partition).Bind(4, claim.Owner).Bind(5, epoch)
            .Bind(6, (long)claim.Duration.TotalMilliseconds).Run();
        return new LeaseGrant(epoch, position);
    }

    private static LeaseGrant? Join(FileQueries queries, LeaseClaim claim)
    {
        var group = MakeGroup(queries, claim.Name.Group);
        using var find = queries.Connection.Prepare("SELECT owner, epoch, counter FROM member WHERE consumer_group = ?1 AND name = ?2");
        if (find.Bind(1, group).Bind(2, claim.Name.Member).Step() && !MayTake(find, claim))
        {
            return null;
        }

        find.Reset();
        var epoch = NextEpoch(queries);
        using var take = queries.Connection.Prepare(
            "INSERT OR REPLACE INTO member (consumer_group, name, owner, epoch, counter, duration) VALUES (?1, ?2, ?3, ?4, 0, ?5)");
        take.Bind(1, group).Bind(2, claim.Name.Member).Bind(3, claim.Owner).Bind(4, epoch).Bind(5, (long)claim.Duration.TotalMilliseconds).Run();
        return new LeaseGrant(epoch, null);
    }

    /// <summary>Whether a lease in a row of owner, epoch and counter is free, or held exactly as the claim expects.</summary>
    private static bool MayTake(Statement row, LeaseClaim claim) =>
        row.IsNull(0) || (claim.Expected is { } expected && expected.Owner == row.Text(0) && expected.Epoch == row.Integer(1) && expected.Counter == row.Integer(2));

    /// <summary>Runs one of two statements for each lease and returns the leases that it found changed.</summary>
    private static List<Lease> ForEach(FileQueries queries, IReadOnlyList<Lease> held, string ofPartition, string ofMember)
    {
        var lost = new List<Lease>();
        using var partitions = queries.Connection.Prepare(ofPartition);
        using var members = queries.Connection.Prepare(ofMember);
        foreach (var lease in held)
        {
            var statement = (lease.Name.Partition is null ? members : partitions)
                .Bind(1, FindGroup(queries, lease.Name.Group) ?? 0).Bind(2, lease.Owner).Bind(3, lease.Epoch);
            if (lease.Name.Partition is { } partition)
            {
                statement.Bind(4, queries.FindTopic(partition.Topic)?.Id ?? 0).Bind(5, partition.Partition);
            }
            else
            {
                statement.Bind(4, lease.Name.Member);
            }

            if (statement.Run() == 0)
            {
                lost.Add(lease);
            }
        }

        return lost;
    }

    private static LeaseState State(Statement row, LeaseName name, int first) => new(
        name, row.TextOrNull(first), row.Integer(first + 1), row.Integer(first + 2), TimeSpan.FromMilliseconds(row.Integer(first + 3)));
}
