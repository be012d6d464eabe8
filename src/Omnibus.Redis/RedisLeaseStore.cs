using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>
/// Leases in hashes, one for each topic and group beside the topic's streams, and one for the members of a group. Positions are the groups' own
/// last-delivered ids. Every change is a script that compares first.
/// </summary>
internal sealed class RedisLeaseStore(RedisConnections connections, KeptPositions kept, IDriverNotices notices) : ILeaseStore
{
    /// <inheritdoc />
    public async ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken)
    {
        var begin = Resolve(start);
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        foreach (var topic in topics)
        {
            var partitions = await TopicFacts.RequirePartitionsAsync(connection, topic).ConfigureAwait(false);
            var streams = RedisNames.Streams(topic, partitions);
            RedisValue[] values = [group, begin, start.Kind == StartKind.Time ? "time" : "", .. streams.Select(stream => kept.TextOf(group, stream))];
            var again = await RedisScript.Prepare.RunAsync(connection, [RedisNames.Leases(topic, group), .. streams], values).ConfigureAwait(false);
            foreach (var partition in (int[])again!)
            {
                KeptPositions.Report(notices, new TopicPartition(topic, partition), group, kept.TextOf(group, streams[partition]));
            }

            await connection.AskAsync(database => database.HashSetAsync(RedisNames.Group(group), RedisNames.TopicField + topic, ""))
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var facts = await connection.AskAsync(database => database.HashGetAllAsync(RedisNames.Group(group))).ConfigureAwait(false);
        List<LeaseState> states = [];
        List<string> topics = [];
        foreach (var fact in facts)
        {
            var name = (string)fact.Name!;
            if (name.StartsWith(RedisNames.TopicField, StringComparison.Ordinal))
            {
                topics.Add(name[RedisNames.TopicField.Length..]);
            }
            else if (name.StartsWith(RedisNames.MemberField, StringComparison.Ordinal))
            {
                states.Add(Parse(LeaseName.Of(group, name[RedisNames.MemberField.Length..]), (string)fact.Value!));
            }
        }

        var leases = await Task.WhenAll(topics.Select(topic => connection.AskAsync(database => database.HashGetAllAsync(RedisNames.Leases(topic, group)))))
            .ConfigureAwait(false);
        foreach (var (topic, entries) in topics.Zip(leases))
        {
            states.AddRange(entries.Where(entry => entry.Name.TryParse(out int _)).Select(entry => Parse(LeaseName.Of(group, new TopicPartition(topic, (int)entry.Name)), (string)entry.Value!)));
        }

        return states;
    }

    /// <inheritdoc />
    public async ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var expected = claim.Expected is { Owner: not null } state ? state : default;
        RedisKey[] keys = claim.Name.Partition is { } partition
            ? [KeyOf(claim.Name), RedisNames.Stream(partition.Topic, partition.Partition)]
            : [KeyOf(claim.Name)];
        RedisValue[] values =
        [
            FieldOf(claim.Name), claim.Owner, (long)claim.Duration.TotalMilliseconds,
            expected.Owner ?? "", expected.Owner is null ? "" : expected.Epoch, expected.Owner is null ? "" : expected.Counter, claim.Name.Group,
        ];
        var granted = await RedisScript.Acquire.RunAsync(connection, keys, values).ConfigureAwait(false);
        if (granted.IsNull)
        {
            return null;
        }

        return new LeaseGrant((long)granted[0], granted[1].IsNull ? null : StreamId.Parse((string)granted[1]!).Behind);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var lost = await Task.WhenAll(leases.GroupBy(lease => KeyOf(lease.Name)).Select(async together =>
        {
            Lease[] renewed = [.. together];
            var places = await RedisScript.Renew.RunAsync(connection, [together.Key], [.. renewed.SelectMany(ValuesOf)]).ConfigureAwait(false);
            return ((int[])places!).Select(place => renewed[place]);
        })).ConfigureAwait(false);
        return [.. lost.SelectMany(some => some)];
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(leases.GroupBy(lease => KeyOf(lease.Name)).Select(together =>
        {
            RedisValue what = together.First().Name.Partition is null ? "drop" : "keep";
            return RedisScript.Release.RunAsync(connection, [together.Key], [what, .. together.SelectMany(ValuesOf)]);
        })).ConfigureAwait(false);
    }

    private static RedisValue Resolve(StartPoint start) => start.Kind switch
    {
        StartKind.Earliest => StreamId.Zero.ToString(),
        StartKind.Latest => "$",
        StartKind.Position => StreamId.Before(start.Position).ToString(),
        _ => StreamId.Before(StreamId.At(start.Time)).ToString(),
    };

    private static RedisKey KeyOf(LeaseName name) => name.Partition is { } partition
        ? RedisNames.Leases(partition.Topic, name.Group)
        : RedisNames.Group(name.Group);

    private static RedisValue FieldOf(LeaseName name) => name.Partition is { } partition
        ? partition.Partition.ToString(CultureInfo.InvariantCulture)
        : RedisNames.MemberField + name.Member;

    private static RedisValue[] ValuesOf(Lease lease) => [FieldOf(lease.Name), lease.Owner, lease.Epoch];

    private static LeaseState Parse(LeaseName name, string text)
    {
        var parts = text.Split(' ', 4);
        return new LeaseState(
            name,
            parts[3].Length > 0 ? parts[3] : null,
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(long.Parse(parts[2], CultureInfo.InvariantCulture)));
    }
}
