using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

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
    private readonly CancellationTokenSource _closing = new();
    private Task<RespResult>? _read;

    /// <param name="request">What the core asked for.</param>
    /// <param name="host">Lends the clock.</param>
    /// <param name="reading">The connection that blocks; the consumer's own.</param>
    /// <param name="settler">Settles for the group; null without one.</param>
    public RedisConsumer(ConsumerRequest request, TransportHost host, RedisConnection reading, Settler? settler)
    {
        _request = request;
        _host = host;
        _reading = reading;
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
            if (_read is null)
            {
                if (left <= TimeSpan.Zero)
                {
                    break;
                }

                if (!_command.Arrange(_streams, buffer.Length, left))
                {
                    await WaitAsync(left, cancellationToken).ConfigureAwait(false);
                    break;
                }

                _read = _reading.ExecuteAsync("XREAD", _command.Arguments).AsTask();
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
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
        if (_read is { } read)
        {
            // The connection was closed under it: seen, and of no interest. A receive that still waits for it gets the same failure.
            _ = read.ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    /// <summary>With nothing to read there is nothing to wake us: the core assigns and resumes between receives.</summary>
    private async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, cancellationToken);
        try
        {
            await Task.Delay(time, _host.TimeProvider, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(RedisConsumer));
        }
    }

    /// <summary>
    /// Waits for the read that is under way. A wait that is cancelled leaves it: the next receive finds what it brings, as far as that is still
    /// wanted.
    /// </summary>
    private async ValueTask<int> FinishReadAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        var read = _read!;
        if (!read.IsCompleted)
        {
            await ((Task)read).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!read.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        _read = null;
        using var reply = await read.ConfigureAwait(false);
        return reply.IsNull ? 0 : Deliver(reply.Read(), buffer.Span);
    }

    private int Deliver(RespReader reply, Span<Delivery> buffer)
    {
        var bytes = reply.ProtocolBytesRemaining;
        var map = reply.Prefix == RespPrefix.Map;
        var streams = map ? reply.AggregateLength() / 2 : reply.AggregateLength();
        var (delivered, found, asked) = (0, 0, 0);
        _entries.Begin(bytes);
        try
        {
            for (var index = 0; index < streams; index++)
            {
                if (!map)
                {
                    reply.MoveNextAggregate();
                }

                reply.MoveNextScalar();
                while (!reply.Is(_command.Asked[asked].Stream.KeyBytes))
                {
                    asked++;
                }

                var (stream, turn) = _command.Asked[asked];
                var wanted = !stream.Gone && !stream.Paused && stream.Turn == turn;
                reply.MoveNextAggregate();
                var entries = reply.AggregateLength();
                found += entries;
                for (var entry = 0; entry < entries; entry++)
                {
                    reply.MoveNextAggregate();

                    // What does not fit is read again: only what is delivered moves the place where reading goes on.
                    var delivery = wanted && delivered < buffer.Length ? buffer[delivered] : null;
                    if (_entries.Read(ref reply, stream.Partition, delivery, out var id) && delivery is not null)
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

        _command.Learn(streams, found, bytes);
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
