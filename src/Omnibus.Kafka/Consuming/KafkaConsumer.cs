using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Native;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Consuming;

using Client = IConsumer<Ignore, Ignore>;

/// <summary>
/// Reads with librdkafka's consumer: with a group by cooperative rebalancing, without one every partition by hand. Committed is only what
/// <see cref="SettleAsync"/> is given, and what the core returns when partitions go.
/// </summary>
internal sealed partial class KafkaConsumer : IConsumerDriver, ISeekableConsumer, IPausableConsumer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Client _client;
    private readonly IAdminClient _asker;
    private readonly KafkaConnection _connection;
    private readonly IDriverNotices _notices;
    private readonly OpenDrivers _open;
    private readonly Ownership? _ownership;
    private readonly Commits _commits;
    private readonly Receiving _receiving;
    private readonly MessageReader _reader;
    private readonly Pauses _pauses;
    private readonly HashSet<TopicPartition> _byHand;
    private readonly Lock _gate = new();
    private readonly Lock _closing = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _silenceLimit;
    private readonly int _maxWait;
    private readonly bool _fixed;
    private long _lastReceived;
    private readonly string _topic;
    private Exception? _failure;
    private Task? _closed;
    private volatile bool _ending;

    public KafkaConsumer(KafkaOptions options, TransportHost host, ConsumerRequest request, Starts starts, OpenDrivers open)
    {
        _open = open;
        _notices = host.Notices;
        _connection = new KafkaConnection(host.Notices, options.BootstrapServers);
        _time = host.TimeProvider;
        _silenceLimit = options.SilenceLimit;
        _lastReceived = _time.GetTimestamp();
        _maxWait = (int)request.MaxWait.TotalMilliseconds;
        _topic = request.Topics[0];
        if (request.Group is not null)
        {
            var owner = request.Owner ?? throw new ArgumentException("A consumer of a group needs an owner.", nameof(request));
            _ownership = new Ownership(owner, starts, _connection, host.Notices);
        }

        _byHand = request.Group is null ? starts.Partitions.ToHashSet() : [];
        _receiving = _ownership?.Receiving ?? new Receiving();
        var config = options.Consumer(host, request);
        _fixed = config.GroupInstanceId is not null;
        _client = Build(options, config);
        _reader = new MessageReader(_client);
        _commits = new Commits(_client, _connection, host.TimeProvider);
        _pauses = new Pauses(_client);
        _asker = new DependentAdminClientBuilder(_client.Handle).Build();
        if (_ownership is not null)
        {
            _ownership.Commits = _commits;
            _ownership.Pauses = _pauses;
            _client.Subscribe(request.Topics);
        }
        else
        {
            _client.IncrementalAssign(starts.Partitions.Select(partition => new TopicPartitionOffset(partition.ToClient(), starts.For(partition))));
        }
    }

    /// <inheritdoc />
    public SettlementModel Settlement => SettlementModel.Cumulative;

    /// <inheritdoc />
    public bool Ordered => true;

    /// <inheritdoc />
    public bool ReceiveBlocksThread => true;

    /// <summary>How long reading a group's offsets may take.</summary>
    internal TimeSpan Patience
    {
        set => _ownership!.Patience = value;
    }

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ending, this);
            NoticeSilence();
            _receiving.Begin(buffer);
            try
            {
                Receive(cancellationToken);
            }
            catch (Exception exception) when (_receiving.Count > 0)
            {
                // First what was read; the fault waits for the next call.
                _failure = exception;
            }
            finally
            {
                _lastReceived = _time.GetTimestamp();
            }

            return new ValueTask<int>(_receiving.End());
        }
    }

    /// <inheritdoc />
    public async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ending, this);
        var offsets = new List<TopicPartitionOffset>(settlements.Length);
        var refused = new List<TopicPartition>();
        foreach (var settlement in settlements.Span)
        {
            if (_ownership is null || settlement.Kind != SettlementKind.Acknowledge)
            {
                throw new ArgumentException("Kafka settles by acknowledging, in a group.", nameof(settlements));
            }

            var offset = settlement.ToCommit();
            if (!_ownership.Owns(settlement.Partition))
            {
                refused.Add(settlement.Partition);
            }
            else if (_ownership.Advances(offset))
            {
                offsets.Add(offset);
            }
        }

        if (offsets.Count > 0)
        {
            await CommitAsync(offsets, refused, cancellationToken).ConfigureAwait(false);
        }

        if (refused.Count > 0)
        {
            throw new FencedException(refused);
        }
    }

    /// <inheritdoc />
    public ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ending, this);
            if (!Reads(partition))
            {
                throw new FencedException([partition]);
            }

            var marks = _client.QueryWatermarkOffsets(partition.ToClient(), s_patience);
            Move(partition, Math.Clamp(position.ToOffset(), marks.Low.Value, marks.High.Value));
            return default;
        }
    }

    /// <inheritdoc />
    public void Pause(IReadOnlyList<TopicPartition> partitions) => _pauses.Pause(partitions.Where(Reads));

    /// <inheritdoc />
    public void Resume(IReadOnlyList<TopicPartition> partitions) => _pauses.Resume(partitions);

    /// <inheritdoc />
    /// <remarks>Leaves the group. Where the broker does not answer within some seconds the client itself ends later.</remarks>
    public ValueTask DisposeAsync()
    {
        lock (_closing)
        {
            _ending = true;
            return new ValueTask(_closed ??= Task.Run(Close));
        }
    }

    private Client Build(KafkaOptions options, ConsumerConfig config)
    {
        var builder = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetErrorHandler((_, error) => _connection.Report(error))
            .SetLogHandler(options.LogHandler);
        if (_ownership is { } ownership)
        {
            builder.SetPartitionsAssignedHandler((client, partitions) => ownership.Assigned(client, partitions))
                .SetPartitionsRevokedHandler((_, partitions) => ownership.Revoked(partitions))
                .SetPartitionsLostHandler((_, partitions) => ownership.Lost(partitions));
        }

        return builder.Build();
    }

    private async Task CommitAsync(List<TopicPartitionOffset> offsets, List<TopicPartition> refused, CancellationToken cancellationToken)
    {
        try
        {
            await _commits.CommitAsync(offsets, cancellationToken).ConfigureAwait(false);
            offsets.ForEach(_ownership!.Advance);
        }
        catch (TopicPartitionOffsetException exception) when (exception.Results.All(result => !result.Error.IsError || KafkaFaults.IsStale(result.Error.Code)))
        {
            refused.AddRange(exception.Results.Where(result => result.Error.IsError).Select(result => result.TopicPartition.ToDrivers()));
        }
        catch (KafkaException exception) when (exception is not TopicPartitionOffsetException && KafkaFaults.IsStale(exception.Error.Code))
        {
            refused.AddRange(offsets.Select(offset => offset.TopicPartition.ToDrivers()));
        }
    }

    private void NoticeSilence()
    {
        if (_ownership is not null && _time.GetElapsedTime(_lastReceived) >= _silenceLimit)
        {
            _ownership.PutOut = true;
        }
    }

    private bool Reads(TopicPartition partition) => _ownership?.Owns(partition) ?? _byHand.Contains(partition);

    private void Close()
    {
        // Waits for a receive that is going on; it ends within a slice.
        lock (_gate)
        {
            _ownership?.Leave();
            var free = !_commits.Stuck && LetGo();
            _reader.Release();
            _asker.Dispose();
            _open.Remove(this);
            var ended = Task.Run(End);
            if (free)
            {
                ended.Wait(s_patience);
            }
        }
    }

    /// <summary>
    /// Answers every rebalance that is open, before the client is closed: it ends at the first answer that it gets while it closes, and then waits
    /// for ever with the second. A member that leaves gives its partitions back too, so that closing asks nothing. One with a fixed name must not
    /// leave: its partitions wait for it.
    /// </summary>
    private bool LetGo()
    {
        try
        {
            return _ownership is null || LetGoOfPartitions();
        }
        catch (KafkaException exception)
        {
            _notices.Report(NoticeCode.ClientError, 1, _topic, exception);
            return false;
        }
    }

    private unsafe bool LetGoOfPartitions()
    {
        if (!_fixed)
        {
            _client.Unsubscribe();
        }

        for (var start = _time.GetTimestamp(); _time.GetElapsedTime(start) < s_patience;)
        {
            if (!_fixed && _client.Assignment.Count == 0)
            {
                return true;
            }

            var message = _reader.Next(_fixed ? 0 : SliceMilliseconds);
            if (message is not null)
            {
                Librdkafka.Destroy(message);
            }
            else if (_fixed)
            {
                return true;
            }
        }

        return false;
    }

    private void End()
    {
        try
        {
            _client.Close();
        }
        catch (KafkaException exception)
        {
            _notices.Report(NoticeCode.ClientError, 1, _topic, exception);
        }
        finally
        {
            _client.Dispose();
        }
    }
}
