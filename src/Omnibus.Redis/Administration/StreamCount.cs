using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis.Administration;

/// <summary>Counts the entries of a stream behind an id, page by page, without fetching them: what Redis does not know after a group was moved.</summary>
internal static class StreamCount
{
    private const int Page = 1000;

    /// <summary>How many entries there are behind <paramref name="after"/>.</summary>
    public static async Task<long> BehindAsync(RedisConnection connection, RedisKey stream, StreamId after, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reply = await RedisScript.Count.RunAsync(connection, [stream], [after.ToString(), Page]).ConfigureAwait(false);
            var count = (long)reply[0];
            total += count;
            if (count < Page)
            {
                return total;
            }

            after = StreamId.Parse((string)reply[1]!);
        }
    }
}
