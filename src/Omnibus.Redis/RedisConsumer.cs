using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis;

/// <summary>
/// Reads streams from positions, as a log: <c>XREAD BLOCK</c> changes nothing at the server, so a reader that lost its lease does no harm. Reads
/// block on a connection of their own; settlements go over the one for administration and never wait behind a read.
/// </summary>
internal sealed partial class RedisConsumer : IConsumerDriver, ISeekableConsumer, IPausableConsumer, IAssignableConsumer
{
    private readonly ConsumerRequest _request;
    private readonly TransportHost _host;
    private readonly RedisConnection _reading;
    private readonly Settler? _settler;
    private readonly List<ReadStream> _streams = [];
    private readonly Dictionary<TopicPartition, ReadStream> _givenUp = [];
    private readonly ReadCommand<ReadStream> _command = new();
    private readonly EntryReader _entries = new();
    private readonly BlockingRead _read;

    /// <param name="request">What the core asked for.</param>
    /// <param name="host">Lends the clock.</param>
    /// <param name="reading">The connection that blocks; the consumer's own.</param>
    /// <param name="settler">Settles for the group; null without one.</param>
    public RedisConsumer(ConsumerRequest request, TransportHost host, RedisConnection reading, Settler? settler)
    {
        _request = request;
        _host = host;
        _reading = reading;
        _read = new BlockingRead(reading, host.TimeProvider);
        _settler = settler;
    }

    /// <inheritdoc />
    public SettlementModel Settlement => SettlementModel.Cumulative;

    /// <inheritdoc />
    public bool Ordered => true;

    /// <inheritdoc />
    public bool ReceiveBlocksThread => false;

    /// <inheritdoc />
    public async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var begin = _host.TimeProvider.GetTimestamp();
        var count = await TakeOverAsync(buffer, cancellationToken).ConfigureAwait(false);
        while (count == 0)
        {
            var left = _request.MaxWait - _host.TimeProvider.GetElapsedTime(begin);
            if (!_read.IsUnderWay)
            {
                if (left <= TimeSpan.Zero)
                {
                    break;
                }

                if (!_command.Arrange(_streams, buffer.Length, left))
                {
                    await _read.WaitAsync(left, cancellationToken).ConfigureAwait(false);
                    break;
                }

                _read.Begin("XREAD", _command.Arguments);
            }

            count = await FinishReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    /// <inheritdoc />
    public ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
        _settler is null ? ValueTask.CompletedTask : _settler.SettleAsync(FindForSettlement, settlements, cancellationToken);

    /// <inheritdoc />
    public ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        Find(partition)?.Seek(StreamId.Before(position));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, true);

    /// <inheritdoc />
    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, false);

    /// <inheritdoc />
    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        foreach (var assignment in assignments)
        {
            Remove(assignment.Partition);
            _givenUp.Remove(assignment.Partition);
            var after = assignment.Start is { } start ? StreamId.Before(start) : StreamId.Zero;
            _streams.Add(new ReadStream(assignment.Partition, after, assignment.Epoch) { TakingOver = _settler is not null });
        }
    }

    /// <inheritdoc />
    public void Unassign(IReadOnlyList<TopicPartition> partitions)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        foreach (var partition in partitions)
        {
            Remove(partition);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _read.DisposeAsync();

    /// <summary>What a read brings that was left under way is delivered as far as it is still wanted.</summary>
    private async ValueTask<int> FinishReadAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        using var reply = await _read.FinishAsync(cancellationToken).ConfigureAwait(false);
        return reply.IsNull ? 0 : Deliver(new ReadReply<ReadStream>(reply.Read(), _command), buffer.Span);
    }

    private int Deliver(ReadReply<ReadStream> reply, Span<Delivery> buffer)
    {
        var delivered = 0;
        _entries.Begin(reply.Bytes);
        try
        {
            while (reply.NextStream(out var stream, out var turn))
            {
                var wanted = !stream.Gone && !stream.Paused && stream.Turn == turn;
                while (reply.NextEntry())
                {
                    // What does not fit is read again: only what is delivered moves the place where reading goes on.
                    var delivery = wanted && delivered < buffer.Length ? buffer[delivered] : null;
                    if (_entries.Read(ref reply.Reader, stream.Partition, delivery, out var id) && delivery is not null)
                    {
                        delivered++;
                        stream.Advance(id, settles: _settler is not null);
                    }
                }
            }
        }
        finally
        {
            _entries.End();
        }

        reply.Teach();
        return delivered;
    }

    private ReadStream? Find(TopicPartition partition)
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

    private void Remove(TopicPartition partition)
    {
        if (Find(partition) is { } stream)
        {
            stream.Gone = true;
            _streams.Remove(stream);
            _givenUp[partition] = stream;
        }
    }

    /// <summary>A partition may be given up before the last of its work is settled.</summary>
    private ReadStream? FindForSettlement(TopicPartition partition) => Find(partition) ?? _givenUp.GetValueOrDefault(partition);

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
