using System.Runtime.InteropServices;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis.Sharing;

/// <summary>What a consumer tells the server about work that it holds: done, given back, still at it. Not thread-safe.</summary>
internal sealed class SharedWork(string group, string consumer, RedisConnection connection)
{
    /// <summary>The most ids in one command: the server does nothing else meanwhile.</summary>
    private const int MostIds = 1000;

    /// <summary>Work that was given back is nobody's: it counts as idle for a day.</summary>
    private const long GivenBack = 86_400_000;

    private readonly byte[] _text = new byte[MostIds * StreamId.MaxLength];
    private RedisKeyOrValue[] _arguments = new RedisKeyOrValue[64];

    /// <summary>Acknowledges entries of a stream.</summary>
    public async ValueTask AcknowledgeAsync(SharedStream stream, List<StreamId> ids)
    {
        for (var first = 0; first < ids.Count; first += MostIds)
        {
            using var answer = await connection.ExecuteAsync("XACK", Lay(stream, ids, first, head: 2)).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps entries from being taken away for another while.</summary>
    public async ValueTask KeepAsync(SharedStream stream, List<StreamId> ids) => await HoldAsync(stream, ids, consumer, 0).ConfigureAwait(false);

    /// <summary>Leaves entries to whoever looks first; returns how many of them are gone from the stream.</summary>
    public ValueTask<long> GiveBackAsync(SharedStream stream, List<StreamId> ids) => HoldAsync(stream, ids, RedisNames.Claimer, GivenBack);

    /// <summary>Leaves everything that the server believes this consumer to hold to whoever looks first, and has the server forget the consumer.</summary>
    public async ValueTask<long> GiveBackAllAsync(SharedStream stream)
    {
        RedisValue[] values = [group, consumer, RedisNames.Claimer, GivenBack];
        return (long)await RedisScript.Hold.RunAsync(connection, [stream.Key], values).ConfigureAwait(false);
    }

    private async ValueTask<long> HoldAsync(SharedStream stream, List<StreamId> ids, string holder, long idle)
    {
        const int Head = 7;
        var gone = 0L;
        CollectionsMarshal.AsSpan(ids).Sort();
        for (var first = 0; first < ids.Count; first += MostIds)
        {
            var arguments = Lay(stream, ids, first, Head);
            _arguments[1] = (RedisValue)1;
            _arguments[2] = stream.Key;
            _arguments[3] = (RedisValue)group;
            _arguments[4] = (RedisValue)consumer;
            _arguments[5] = (RedisValue)holder;
            _arguments[6] = (RedisValue)idle;
            using var answer = await RedisScript.Hold.RunAsync(connection, arguments).ConfigureAwait(false);
            gone += AsNumber(answer);
        }

        return gone;
    }

    /// <summary>Lays ids out behind so many other arguments, of which the first two are the stream and the group where there are no more.</summary>
    private Memory<RedisKeyOrValue> Lay(SharedStream stream, List<StreamId> ids, int first, int head)
    {
        var count = Math.Min(ids.Count - first, MostIds);
        if (_arguments.Length < head + count)
        {
            _arguments = new RedisKeyOrValue[head + MostIds];
        }

        _arguments[0] = stream.Key;
        _arguments[1] = (RedisValue)group;
        var used = 0;
        for (var index = 0; index < count; index++)
        {
            var length = ids[first + index].Format(_text.AsSpan(used));
            _arguments[head + index] = (RedisValue)(ReadOnlyMemory<byte>)_text.AsMemory(used, length);
            used += length;
        }

        return _arguments.AsMemory(0, head + count);
    }

    private static long AsNumber(RespResult answer)
    {
        var reply = answer.Read();
        return reply.ReadInt64();
    }
}
