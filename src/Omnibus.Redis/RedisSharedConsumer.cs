using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Sharing;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>
/// Competes with the other consumers of its group for single entries: <c>XREADGROUP BLOCK</c> on a connection of its own. The server notes what was
/// given to whom; what nobody keeps is looked for between reads and delivered again.
/// </summary>
internal sealed partial class RedisSharedConsumer : IConsumerDriver, IPausableConsumer, IExtendableConsumer
{
    private readonly ConsumerRequest _request;
    private readonly TransportHost _host;
    private readonly RedisConnection _reading;
    private readonly IReadOnlyList<SharedStream> _streams;
    private readonly SharedWork _work;
    private readonly KeptPositions _kept;
    private readonly string _name;
    private readonly TimeSpan _claimAfter;
    private readonly ReadCommand<SharedStream> _command;
    private readonly EntryReader _entries = new();
    private readonly BlockingRead _read;
    private int _closed;

    /// <param name="request">What the core asked for.</param>
    /// <param name="name">The consumer's name in its group.</param>
    /// <param name="host">Lends the clock.</param>
    /// <param name="reading">The connection that blocks; the consumer's own.</param>
    /// <param name="administration">The connection that settles.</param>
    /// <param name="streams">What is read.</param>
    /// <param name="kept">Where the group is made again if it is removed.</param>
    /// <param name="claimAfter">After so long without a sign work is taken away from whoever holds it.</param>
    public RedisSharedConsumer(
        ConsumerRequest request,
        string name,
        TransportHost host,
        RedisConnection reading,
        RedisConnection administration,
        IReadOnlyList<SharedStream> streams,
        KeptPositions kept,
        TimeSpan claimAfter)
    {
        (_request, _name, _host, _reading, _streams, _kept, _claimAfter) = (request, name, host, reading, streams, kept, claimAfter);
        _read = new BlockingRead(reading, host.TimeProvider);
        _work = new SharedWork(request.Group!, name, administration);
        _command = new ReadCommand<SharedStream>("GROUP", request.Group!, name);
    }

    /// <inheritdoc />
    public SettlementModel Settlement => SettlementModel.Individual;

    /// <inheritdoc />
    public bool Ordered => false;

    /// <inheritdoc />
    public bool ReceiveBlocksThread => false;

    /// <inheritdoc />
    public TimeSpan ExtendInterval => _claimAfter / 3;

    /// <inheritdoc />
    public async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var begin = _host.TimeProvider.GetTimestamp();
        while (true)
        {
            if (!_read.IsUnderWay)
            {
                if (IsLookDue() && await LookAsync(buffer).ConfigureAwait(false) is > 0 and var found)
                {
                    return found;
                }

                var left = _request.MaxWait - _host.TimeProvider.GetElapsedTime(begin);
                if (left <= TimeSpan.Zero)
                {
                    return 0;
                }

                left = left < s_betweenLooks ? left : s_betweenLooks;
                if (!_command.Arrange(_streams, buffer.Length, left))
                {
                    await _read.WaitAsync(left, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                _read.Begin("XREADGROUP", _command.Arguments);
            }

            if (await FinishReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                return count;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Sort(settlements.Span);
        foreach (var stream in _streams)
        {
            if (stream.Acknowledged.Count > 0)
            {
                _kept.Keep(_request.Group!, stream.Key, stream.Newest);
                await _work.AcknowledgeAsync(stream, stream.Acknowledged).ConfigureAwait(false);
            }

            await ReturnAsync(stream).ConfigureAwait(false);
        }

        _inHand = Math.Max(0, _inHand - settlements.Length);
    }

    /// <inheritdoc />
    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, true);

    /// <inheritdoc />
    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, false);

    /// <summary>Gives everything back that is not settled, so that the others need not wait until it counts as abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        await _read.DisposeAsync().ConfigureAwait(false);
        foreach (var stream in _streams)
        {
            try
            {
                ReportTrimmed(stream, await _work.GiveBackAllAsync(stream).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // without a server, or without the group, nothing can be given back: it is taken away later
            catch (Exception)
#pragma warning restore CA1031
            {
                break;
            }
        }
    }

    private async ValueTask<int> FinishReadAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        RespResult answer;
        try
        {
            answer = await _read.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (!_read.IsUnderWay)
        {
            // The server may have given us entries all the same.
            Lost();
            throw;
        }

        using var reply = answer;
        return reply.IsNull ? 0 : Deliver(new ReadReply<SharedStream>(reply.Read(), _command), buffer.Span);
    }

    private int Deliver(ReadReply<SharedStream> reply, Span<Delivery> buffer)
    {
        var delivered = 0;
        _entries.Begin(reply.Bytes);
        try
        {
            while (reply.NextStream(out var stream, out _))
            {
                while (reply.NextEntry())
                {
                    var delivery = !stream.Paused && delivered < buffer.Length ? buffer[delivered] : null;
                    if (!_entries.Read(ref reply.Reader, stream.Partition, delivery, out var id))
                    {
                        continue;
                    }

                    stream.Came(id);
                    if (delivery is not null)
                    {
                        delivered++;
                    }
                    else
                    {
                        // The next look gives it back, before it looks.
                        stream.Returned.Add(id);
                        _lookAgain = true;
                    }
                }
            }
        }
        finally
        {
            _entries.End();
        }

        reply.Teach();
        Delivered(delivered);
        return delivered;
    }

    private void Sort(ReadOnlySpan<Settlement> settlements)
    {
        foreach (var known in _streams)
        {
            // Where a settlement failed, all of it comes again.
            known.Acknowledged.Clear();
        }

        SharedStream? stream = null;
        foreach (ref readonly var settlement in settlements)
        {
            if (stream is null || stream.Partition != settlement.Partition)
            {
                stream = Find(settlement.Partition);
            }

            if (stream is not null)
            {
                (settlement.Kind == SettlementKind.Requeue ? stream.Returned : stream.Acknowledged).Add(StreamId.Of(settlement.Position));
            }
        }
    }

    private SharedStream? Find(TopicPartition partition)
    {
        foreach (var stream in _streams)
        {
            if (stream.Partition == partition)
            {
                return stream;
            }
        }

        return null;
    }

    private void SetPaused(IReadOnlyList<TopicPartition> partitions, bool paused)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        foreach (var partition in partitions)
        {
            if (Find(partition) is { } stream)
            {
                stream.Paused = paused;
            }
        }
    }
}
