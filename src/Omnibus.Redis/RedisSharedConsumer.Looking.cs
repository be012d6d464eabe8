using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Sharing;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>
/// Work that nobody keeps: given back, lost on its way, or held by somebody who has not given a sign for too long. It is looked for twice a second, a
/// bounded part of the group at a time; what is in hand is kept by <see cref="ExtendAsync"/>.
/// </summary>
internal sealed partial class RedisSharedConsumer
{
    private const int MostClaimed = 100;

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Where a look goes on: the stream after the one that was looked at last.</summary>
    private int _turn;
    private long? _lookedAt;
    private bool _lookAgain = true;

    /// <summary>How much is delivered and not settled.</summary>
    private long _inHand;

    /// <summary>When the server last heard that we keep what we have, or when we began to have something.</summary>
    private long _keptAt;

    /// <summary>When an answer last did not arrive.</summary>
    private long? _lostAt;
    private bool _missing;

    /// <inheritdoc />
    public async ValueTask ExtendAsync(ReadOnlyMemory<Settlement> unsettled, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var stream in _streams)
        {
            var ids = new List<StreamId>();
            foreach (ref readonly var open in unsettled.Span)
            {
                if (open.Partition == stream.Partition)
                {
                    ids.Add(StreamId.Of(open.Position));
                }
            }

            await _work.KeepAsync(stream, ids).ConfigureAwait(false);
        }

        _keptAt = _host.TimeProvider.GetTimestamp();
    }

    private bool IsLookDue() => _lookAgain || _lookedAt is not { } time || _host.TimeProvider.GetElapsedTime(time) >= s_betweenLooks;

    private void Delivered(int count)
    {
        if (count > 0 && _inHand == 0)
        {
            _keptAt = _host.TimeProvider.GetTimestamp();
        }

        _inHand += count;
    }

    /// <summary>An answer did not arrive: what was in it is ours, and nobody but us knows that it is in nobody's hands.</summary>
    private void Lost()
    {
        _missing = true;
        _lookAgain = true;
        _lostAt = _host.TimeProvider.GetTimestamp();
    }

    /// <summary>
    /// Idle time says nothing while nobody could give a sign. So nothing is taken away right after the server was away, until everybody could say what is
    /// in hand; nor where this consumer itself did not say so lately, because its own work would look abandoned, too.
    /// </summary>
    private bool MayTakeAway() =>
        (_lostAt is not { } lost || _host.TimeProvider.GetElapsedTime(lost) >= ExtendInterval)
        && (_inHand == 0 || _host.TimeProvider.GetElapsedTime(_keptAt) < ExtendInterval);

    private async ValueTask<int> LookAsync(Memory<Delivery> buffer)
    {
        _lookedAt = _host.TimeProvider.GetTimestamp();
        for (var step = 0; step < _streams.Count; step++)
        {
            var stream = _streams[_turn];
            _turn = _turn + 1 < _streams.Count ? _turn + 1 : 0;
            await ReturnAsync(stream).ConfigureAwait(false);
            if (!stream.Paused && await ClaimAsync(stream, buffer).ConfigureAwait(false) is > 0 and var count)
            {
                _lookAgain = true;
                return count;
            }
        }

        _missing = false;
        _lookAgain = false;
        return 0;
    }

    private async ValueTask<int> ClaimAsync(SharedStream stream, Memory<Delivery> buffer)
    {
        RedisKeyOrValue[] arguments =
        [
            default, (RedisValue)1, stream.Key, (RedisValue)_request.Group, (RedisValue)_name, (RedisValue)Math.Min(buffer.Length, MostClaimed),
            (RedisValue)RedisNames.Claimer, (RedisValue)(_missing ? stream.Newest.ToString() : ""),
            (RedisValue)(MayTakeAway() ? ((long)_claimAfter.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : ""), (RedisValue)stream.Cursor,
        ];
        using var reply = await RedisScript.Claim.RunAsync(_reading, arguments).ConfigureAwait(false);
        return DeliverClaimed(reply.Read(), stream, buffer.Span);
    }

    private int DeliverClaimed(RespReader reply, SharedStream stream, Span<Delivery> buffer)
    {
        var bytes = reply.ProtocolBytesRemaining;
        reply.MoveNextScalar();
        stream.Cursor = reply.ReadString()!;
        reply.MoveNextScalar();
        var trimmed = reply.ReadInt64();
        reply.MoveNextScalar();
        ReportTrimmed(stream, trimmed + reply.ReadInt64());
        var delivered = _entries.ReadClaimed(ref reply, bytes, stream, buffer);
        Delivered(delivered);
        return delivered;
    }

    private async ValueTask ReturnAsync(SharedStream stream)
    {
        if (stream.Returned.Count > 0)
        {
            ReportTrimmed(stream, await _work.GiveBackAsync(stream, stream.Returned).ConfigureAwait(false));
            stream.Returned.Clear();
            _lookAgain = !stream.Paused;
        }
    }

    private void ReportTrimmed(SharedStream stream, long count)
    {
        if (count > 0)
        {
            _host.Notices.Report(NoticeCode.Trimmed, count, $"{stream.Partition} of group '{_request.Group}'");
        }
    }
}
