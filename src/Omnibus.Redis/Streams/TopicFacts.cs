using Omnibus.Redis.Connecting;

namespace Omnibus.Redis.Streams;

/// <summary>What was fixed when a topic was made. A stream that somebody else made has one partition.</summary>
internal static class TopicFacts
{
    /// <summary>The number of partitions; null where there is no such topic.</summary>
    public static async Task<int?> PartitionsAsync(RedisConnection connection, string topic)
    {
        var stored = connection.AskAsync(database => database.HashGetAsync(RedisNames.Facts(topic), RedisNames.Partitions));
        var exists = connection.AskAsync(database => database.KeyExistsAsync(RedisNames.Stream(topic, 0)));
        await Task.WhenAll(stored, exists).ConfigureAwait(false);
        var partitions = await stored.ConfigureAwait(false);
        return partitions.HasValue ? (int)partitions : await exists.ConfigureAwait(false) ? 1 : null;
    }

    /// <summary>For how long the entries of a topic are kept; null where this is not known, and nothing is removed by time.</summary>
    public static async Task<TimeSpan?> RetentionAsync(RedisConnection connection, string topic)
    {
        var stored = await connection.AskAsync(database => database.HashGetAsync(RedisNames.Facts(topic), RedisNames.Retention)).ConfigureAwait(false);
        return stored.HasValue ? TimeSpan.FromMilliseconds((long)stored) : null;
    }

    /// <summary>The number of partitions of a topic that must be there.</summary>
    /// <exception cref="MissingTopicException">It is not.</exception>
    public static async Task<int> RequirePartitionsAsync(RedisConnection connection, string topic) =>
        await PartitionsAsync(connection, topic).ConfigureAwait(false) ?? throw new MissingTopicException(topic);
}
