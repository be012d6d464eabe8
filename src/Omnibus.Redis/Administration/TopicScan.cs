using Omnibus.Redis.Connecting;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis.Administration;

/// <summary>Finds topics: every stream whose name an application could have given. Walks over all keys of the database, in steps that do not block it.</summary>
internal static class TopicScan
{
    private const int Step = 1000;

    /// <summary>The topics, in ordinal order.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(RedisConnection connection, CancellationToken cancellationToken)
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var server in connection.Servers.Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            var cursor = "0";
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                var from = cursor;
                var reply = await connection
                    .AskAsync(database => server.ExecuteAsync(database.Database, "SCAN", [from, "COUNT", Step, "TYPE", "stream"])).ConfigureAwait(false);
                cursor = (string)reply[0]!;
                topics.UnionWith(((string[])reply[1]!).Where(name => RedisNames.Rule.WhyNot(name) is null));
            }
            while (cursor != "0");
        }

        return [.. topics];
    }
}
