using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis.Consuming;

/// <summary>Makes settlements of a group durable: one script for each partition compares the lease's epoch and moves the group's position.</summary>
internal sealed class Settler(string group, RedisConnection connection, KeptPositions kept, IDriverNotices notices)
{
    /// <summary>Of a shorter stream somebody removed entries by hand, or nobody cares.</summary>
    private const long LongStream = 1000;

    private readonly List<(ReadStream Stream, StreamId Id, int Claimed, bool Stores, Task<RedisResult> Answer)> _running = [];

    /// <summary>Settles, all partitions at the same time.</summary>
    /// <param name="find">Finds what is known of a partition; null where it was never assigned.</param>
    /// <param name="settlements">At most one for each partition.</param>
    /// <param name="cancellationToken">Seen before anything is sent.</param>
    public async ValueTask SettleAsync(
        Func<TopicPartition, ReadStream?> find, ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<TopicPartition>? fenced = null;
        Begin(find, settlements.Span, ref fenced);
        Exception? failure = null;
        foreach (var (stream, id, claimed, stores, answer) in _running)
        {
            try
            {
                var reply = await answer.ConfigureAwait(false);
                var text = (string)reply[0]!;
                if (text == "fenced")
                {
                    (fenced ??= []).Add(stream.Partition);
                    continue;
                }

                ReportTrimmed(stream, reply);
                ReportRoom(stream, id, reply);
                stream.Settled(id, claimed, stores);
                kept.Keep(group, stream.Key, stream.Stored);
                if (text != "settled")
                {
                    notices.Report(NoticeCode.ForeignPosition, 1, $"{stream.Partition} of group '{group}': moved to {text}, and back to {id}");
                }
            }
            catch (Exception exception)
            {
                failure ??= exception;
            }
        }

        _running.Clear();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        if (fenced is not null)
        {
            throw new FencedException(fenced);
        }
    }

    private void ReportTrimmed(ReadStream stream, RedisResult reply)
    {
        if (reply.Length == 5 && (int)reply[3] == 1 && !reply[1].IsNull && stream.ReadBefore is { } before)
        {
            var first = reply[4].IsNull ? stream.After : StreamId.Before(StreamId.Parse((string)reply[4]!).Position);
            var missed = (long)reply[1] - before - stream.Delivered.CountThrough(first);
            if (missed > 0)
            {
                stream.ReadBefore = before + missed;
                notices.Report(NoticeCode.Trimmed, missed, $"{stream.Partition} of group '{group}'");
            }
        }
    }

    /// <summary>
    /// Where others remove entries by their number, read or not, as Python's producers do, a group that falls behind by nearly the whole stream is about to
    /// lose some. Said once, until it has caught up with half of it.
    /// </summary>
    private void ReportRoom(ReadStream stream, StreamId id, RedisResult reply)
    {
        if (reply.Length != 5 || reply[1].IsNull || stream.ReadBefore is not { } before)
        {
            return;
        }

        var (removed, length) = ((long)reply[1], (long)reply[2]);
        var room = before + stream.Delivered.CountThrough(id) - removed;
        if (room > length / 2)
        {
            stream.RoomReported = false;
        }
        else if (room < length / 5 && length >= LongStream && removed > stream.Removed && stream.Removed > 0 && !stream.RoomReported)
        {
            stream.RoomReported = true;
            notices.Report(NoticeCode.RoomShrinks, Math.Max(0, room), $"{stream.Partition} of group '{group}': entries before its position that can still be removed, of {length}");
        }

        stream.Removed = removed;
    }

    private void Begin(Func<TopicPartition, ReadStream?> find, ReadOnlySpan<Settlement> settlements, ref List<TopicPartition>? fenced)
    {
        foreach (var settlement in settlements)
        {
            var stream = find(settlement.Partition);
            if (stream is null || stream.Epoch != settlement.Epoch)
            {
                // Of an assignment that is over: whoever has the partition now has another epoch, or will have.
                (fenced ??= []).Add(settlement.Partition);
                continue;
            }

            var id = StreamId.Of(settlement.Position);
            var claimed = ClaimedThrough(stream, id);
            var stores = id > stream.Floor;
            _running.Add((stream, id, claimed, stores, SettleAsync(stream, id, claimed, stores)));
            stream.Tried = stores ? id : stream.Tried;
        }
    }

    private Task<RedisResult> SettleAsync(ReadStream stream, StreamId id, int claimed, bool stores)
    {
        var values = new RedisValue[7 + claimed];
        values[0] = group;
        values[1] = stream.Partition.Partition;
        values[2] = stream.Epoch;
        values[3] = stores ? id.ToString() : "";
        values[4] = stream.Stored.ToString();
        values[5] = stream.Tried.ToString();
        values[6] = stream.ReadBefore is { } before ? before + stream.Delivered.CountThrough(id) : "";
        for (var index = 0; index < claimed; index++)
        {
            values[7 + index] = stream.Claimed[index].ToString();
        }

        return RedisScript.Settle.RunAsync(connection, [stream.Key, RedisNames.Leases(stream.Partition.Topic, group)], values);
    }

    private static int ClaimedThrough(ReadStream stream, StreamId id)
    {
        var count = 0;
        while (count < stream.Claimed.Count && stream.Claimed[count] <= id)
        {
            count++;
        }

        return count;
    }
}
