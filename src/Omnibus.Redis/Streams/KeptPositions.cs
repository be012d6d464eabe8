using System.Collections.Concurrent;
using Omnibus.Drivers;
using StackExchange.Redis;

namespace Omnibus.Redis.Streams;

/// <summary>
/// How far groups were, as this process last saw it. A group that is gone from the server, with everything else or by somebody's hand, is made again
/// from there and not from where a new group begins. Safe for concurrent calls.
/// </summary>
internal sealed class KeptPositions
{
    private readonly ConcurrentDictionary<(string Group, RedisKey Stream), StreamId> _kept = new();

    /// <summary>The group has got to this id.</summary>
    public void Keep(string group, RedisKey stream, StreamId id) => _kept[(group, stream)] = id;

    /// <summary>Somebody moved or removed the group on purpose, by us.</summary>
    public void Forget(string group, RedisKey stream) => _kept.TryRemove((group, stream), out _);

    /// <summary>The id as a script takes it; empty where nothing is known.</summary>
    public RedisValue TextOf(string group, RedisKey stream) => _kept.TryGetValue((group, stream), out var id) ? id.ToString() : "";

    /// <summary>What the operator is told of a group that was made again.</summary>
    public static void Report(IDriverNotices notices, TopicPartition partition, string group, RedisValue id) =>
        notices.Report(NoticeCode.ForeignPosition, 1, $"{partition} of group '{group}': it was removed, and is made again behind {id}");
}
