using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using StackExchange.Redis;

namespace Omnibus.Redis.Administration;

/// <summary>Finds the groups of streams.</summary>
internal static class GroupNames
{
    /// <summary>The names of all groups of these streams, in ordinal order.</summary>
    public static async Task<IReadOnlyCollection<string>> OfAsync(RedisConnection connection, IEnumerable<RedisKey> streams)
    {
        var groups = await Task.WhenAll(streams.Select(stream => OfAsync(connection, stream))).ConfigureAwait(false);
        return new SortedSet<string>(groups.SelectMany(some => some).Select(group => group.Name), StringComparer.Ordinal);
    }

    /// <summary>The groups of a stream; none where there is no stream.</summary>
    public static async Task<StreamGroupInfo[]> OfAsync(RedisConnection connection, RedisKey stream)
    {
        try
        {
            return await connection.AskAsync(database => database.StreamGroupInfoAsync(stream)).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (RedisFaults.Classify(exception) == FaultCode.NotFound)
        {
            return [];
        }
    }
}
