using Omnibus.Drivers;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>
/// What happens once after a partition was assigned: entries that are pending in the group are claimed and delivered before the stream is read.
/// They lie below the group's position, so that nobody else would ever see them.
/// </summary>
internal sealed partial class RedisConsumer
{
    private async ValueTask<int> TakeOverAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        for (var index = 0; index < _streams.Count; index++)
        {
            var stream = _streams[index];
            while (stream.TakingOver && !stream.Paused)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = await ClaimAsync(stream, buffer).ConfigureAwait(false);
                if (count > 0)
                {
                    return count;
                }
            }
        }

        return 0;
    }

    private async ValueTask<int> ClaimAsync(ReadStream stream, Memory<Delivery> buffer)
    {
        RedisKeyOrValue[] arguments =
        [
            default, (RedisValue)2, stream.Key, RedisNames.Leases(stream.Partition.Topic, _request.Group!),
            (RedisValue)_request.Group, (RedisValue)stream.Partition.Partition, (RedisValue)stream.Epoch, (RedisValue)RedisNames.Claimer,
            (RedisValue)stream.ClaimedThrough.ToString(), (RedisValue)Math.Min(buffer.Length, 500),
        ];
        using var reply = await RedisScript.TakeOver.RunAsync(_reading, arguments).ConfigureAwait(false);
        return DeliverClaimed(reply.Read(), stream, buffer.Span);
    }

    private int DeliverClaimed(RespReader reply, ReadStream stream, Span<Delivery> buffer)
    {
        var bytes = reply.ProtocolBytesRemaining;
        reply.MoveNext();
        stream.ReadBefore ??= reply.IsNull ? null : reply.ReadInt64();
        reply.MoveNext();
        stream.TakingOver = !reply.IsNull;
        if (reply.IsNull)
        {
            return 0;
        }

        stream.ClaimedThrough = StreamId.Parse(_entries.Text(ref reply));
        return _entries.ReadClaimed(ref reply, bytes, stream, buffer);
    }
}
