using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Redis.Administration;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>Groups: those of Omnibus, and those that others made on the same streams.</summary>
internal sealed class RedisGroups(RedisConnections connections, RedisLeaseStore leases, KeptPositions kept, TimeProvider timeProvider) : IGroupAdministrator
{
    /// <summary>Others keep no lease: a consumer that was seen within this time counts as a member. Python's block for a minute at a time.</summary>
    private const long SeenWithin = 120_000;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var topics = await TopicScan.AllAsync(connection, cancellationToken).ConfigureAwait(false);
        return [.. await GroupNames.OfAsync(connection, topics.Select(topic => RedisNames.Stream(topic, 0))).ConfigureAwait(false)];
    }

    /// <inheritdoc />
    public async ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var states = await leases.ListAsync(group, cancellationToken).ConfigureAwait(false);
        var members = new SortedSet<string>(states.Where(state => state is { Owner: not null, Name.Member: not null }).Select(state => state.Name.Member!), StringComparer.Ordinal);
        var owners = states.Where(state => state is { Owner: not null, Name.Partition: not null }).ToDictionary(state => state.Name.Partition!.Value, state => state.Owner);
        List<GroupPartition> partitions = [];
        foreach (var topic in await TopicsAsync(connection, group, cancellationToken).ConfigureAwait(false))
        {
            var count = await TopicFacts.PartitionsAsync(connection, topic).ConfigureAwait(false) ?? 0;
            for (var partition = 0; partition < count; partition++)
            {
                var stream = RedisNames.Stream(topic, partition);
                if ((await GroupNames.OfAsync(connection, stream).ConfigureAwait(false)).FirstOrDefault(info => info.Name == group) is { Name: not null } info)
                {
                    var place = new TopicPartition(topic, partition);
                    members.UnionWith(await OthersAsync(connection, stream, group).ConfigureAwait(false));
                    partitions.Add(await DescribeAsync(connection, place, stream, info, cancellationToken).ConfigureAwait(false) with
                    {
                        Member = owners.GetValueOrDefault(place),
                    });
                }
            }
        }

        return partitions.Count == 0 && members.Count == 0 ? null : new GroupDescription(group, [.. members], partitions);
    }

    /// <inheritdoc />
    public async ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        await RequireIdleAsync(group, cancellationToken).ConfigureAwait(false);
        var stream = RedisNames.Stream(partition.Topic, partition.Partition);
        var after = StreamId.Before(position);
        var info = await connection.AskAsync(database => database.StreamInfoAsync(stream)).ConfigureAwait(false);
        var read = info.EntriesAdded > 0
            ? (RedisValue)(info.EntriesAdded - await StreamCount.BehindAsync(connection, stream, after, cancellationToken).ConfigureAwait(false))
            : (RedisValue)"";
        RedisValue[] values = [group, partition.Partition.ToString(CultureInfo.InvariantCulture), after.ToString(), read, RedisNames.Claimer];
        var moved = (string)(await RedisScript.SetPosition
            .RunAsync(connection, [stream, RedisNames.Leases(partition.Topic, group)], values).ConfigureAwait(false))!;
        if (moved != "moved")
        {
            throw new GroupActiveException(group, [moved]);
        }

        kept.Forget(group, stream);
    }

    /// <inheritdoc />
    public async ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        await RequireIdleAsync(group, cancellationToken).ConfigureAwait(false);
        var removed = 0L;
        foreach (var topic in await TopicsAsync(connection, group, cancellationToken).ConfigureAwait(false))
        {
            var count = await TopicFacts.PartitionsAsync(connection, topic).ConfigureAwait(false) ?? 0;
            var result = await RedisScript.DeleteGroup
                .RunAsync(connection, [RedisNames.Leases(topic, group), .. RedisNames.Streams(topic, count)], [group]).ConfigureAwait(false);
            foreach (var stream in RedisNames.Streams(topic, count))
            {
                kept.Forget(group, stream);
            }

            removed += result.Resp2Type == ResultType.Integer ? (long)result : throw new GroupActiveException(group, [(string)result!]);
        }

        var known = await connection.AskAsync(database => database.KeyDeleteAsync(RedisNames.Group(group))).ConfigureAwait(false);
        return removed > 0 || known;
    }

    /// <summary>The topics of a group: those that it was prepared for, or, of a group that others made, those that have it.</summary>
    private static async Task<IReadOnlyList<string>> TopicsAsync(RedisConnection connection, string group, CancellationToken cancellationToken)
    {
        var fields = await connection.AskAsync(database => database.HashKeysAsync(RedisNames.Group(group))).ConfigureAwait(false);
        string[] prepared =
        [
            .. fields.Select(field => (string)field!).Where(field => field.StartsWith(RedisNames.TopicField, StringComparison.Ordinal))
                .Select(field => field[RedisNames.TopicField.Length..]).Order(StringComparer.Ordinal),
        ];
        return prepared.Length > 0 ? prepared : await TopicScan.AllAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IEnumerable<string>> OthersAsync(RedisConnection connection, RedisKey stream, string group)
    {
        var consumers = await connection.AskAsync(database => database.StreamConsumerInfoAsync(stream, group)).ConfigureAwait(false);
        return consumers.Where(consumer => consumer.Name != RedisNames.Claimer && consumer.IdleTimeInMilliseconds < SeenWithin).Select(consumer => consumer.Name);
    }

    private async Task RequireIdleAsync(string group, CancellationToken cancellationToken)
    {
        if (await DescribeGroupAsync(group, cancellationToken).ConfigureAwait(false) is { Members: { Count: > 0 } members })
        {
            throw new GroupActiveException(group, members);
        }
    }

    private async Task<GroupPartition> DescribeAsync(
        RedisConnection connection, TopicPartition partition, RedisKey stream, StreamGroupInfo info, CancellationToken cancellationToken)
    {
        var after = StreamId.Parse(info.LastDeliveredId!);

        // Redis counts what was removed before it was read as if it were still to come.
        var length = await connection.AskAsync(database => database.StreamLengthAsync(stream)).ConfigureAwait(false);
        var behind = info.Lag is { } lag && await CountsAsync(connection, partition, info.Name).ConfigureAwait(false)
            ? Math.Min(lag, length)
            : await StreamCount.BehindAsync(connection, stream, after, cancellationToken).ConfigureAwait(false);
        var oldest = info.PendingMessageCount > 0
            ? StreamId.Parse((string)(await connection.AskAsync(database => database.StreamPendingAsync(stream, info.Name)).ConfigureAwait(false)).LowestPendingMessageId!)
            : await NextAsync(connection, stream, after).ConfigureAwait(false);
        return new GroupPartition(partition, after.Behind, behind + info.PendingMessageCount)
        {
            Room = Math.Max(0, length - behind - info.PendingMessageCount),
            OldestUnsettled = oldest is { } id ? TimeOf(id) : null,
        };
    }

    /// <summary>
    /// Redis loses count of a group that reads by XREADGROUP when it reads its append-only file again. Of one that is read in order it knows what we
    /// told it.
    /// </summary>
    private static async Task<bool> CountsAsync(RedisConnection connection, TopicPartition partition, string group)
    {
        RedisValue[] fields = [partition.Partition, $"shared:{partition.Partition}"];
        var found = await connection.AskAsync(database => database.HashGetAsync(RedisNames.Leases(partition.Topic, group), fields)).ConfigureAwait(false);
        return found[0].HasValue && !found[1].HasValue;
    }

    private static async Task<StreamId?> NextAsync(RedisConnection connection, RedisKey stream, StreamId after)
    {
        var next = await connection.AskAsync(database => database.StreamRangeAsync(stream, "(" + after, count: 1)).ConfigureAwait(false);
        return next.Length > 0 ? StreamId.Parse((string)next[0].Id!) : null;
    }

    /// <summary>Ids begin with the server's clock, unless somebody chose them by hand: such a one may lie in no calendar.</summary>
    private DateTimeOffset? TimeOf(StreamId id) =>
        id.Milliseconds <= (ulong)timeProvider.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds((long)id.Milliseconds) : null;
}
