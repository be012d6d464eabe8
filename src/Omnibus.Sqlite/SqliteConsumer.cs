using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Reads partitions, each from its place; a row is read once and its bytes are shared by the deliveries that are in it.</summary>
internal sealed class SqliteConsumer : IConsumerDriver, ISeekableConsumer, IPausableConsumer, IAssignableConsumer
{
    private readonly ConsumerRequest _request;
    private readonly BusFile _file;
    private readonly Wakeup _wakeup;
    private readonly Connection _connection;
    private readonly Action<IAsyncDisposable> _forget;
    private readonly Settler? _settler;

    // Lets one call in at a time, so that disposing waits for a call that is still inside.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TopicReaders _topics;
    private volatile bool _disposed;

    public SqliteConsumer(ConsumerRequest request, BusFile file, Wakeup wakeup, IDriverNotices notices, Connection connection, Action<IAsyncDisposable> forget)
    {
        _request = request;
        _file = file;
        _wakeup = wakeup;
        _connection = connection;
        _forget = forget;
        var queries = new FileQueries(connection);
        _settler = request.Group is { } group ? new Settler(file, queries, group) : null;
        _topics = new TopicReaders(request.Topics, file, queries, _settler, notices);
    }

    public SettlementModel Settlement => SettlementModel.Cumulative;

    public bool Ordered => true;

    public bool ReceiveBlocksThread => false;

    /// <summary>Looks that the topics are there; a reader without a group begins with all their partitions.</summary>
    public void Begin() => _topics.Begin(_request.Group is null ? _request.Start : null);

    public async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var started = _file.Time.GetTimestamp();
            while (true)
            {
                // Read first: who disposes wakes by moving it.
                var seen = _wakeup.Commits;
                ObjectDisposedException.ThrowIf(_disposed, this);
                cancellationToken.ThrowIfCancellationRequested();
                var filled = _topics.Read(buffer.Span);
                if (filled > 0)
                {
                    return filled;
                }

                var left = _request.MaxWait - _file.Time.GetElapsedTime(started);
                if (!await _wakeup.WaitAsync(seen, left, cancellationToken).ConfigureAwait(false))
                {
                    return 0;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (_settler is null)
        {
            throw new NotSupportedException("A reader without a group settles nothing.");
        }

        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _settler.SettleAsync(settlements, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        var cursor = _topics.Find(partition) ?? throw new ArgumentException($"This consumer does not read {partition}.", nameof(partition));
        cursor.Start(position);
        return ValueTask.CompletedTask;
    }

    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, true);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, false);

    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            _topics.Add(assignment.Partition, assignment.Start ?? default);
        }
    }

    public void Unassign(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _topics.Remove(partition);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _wakeup.Wake();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _topics.Dispose();
            _connection.Dispose();
            _forget(this);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            _turn.Release();
            throw new ObjectDisposedException(nameof(SqliteConsumer));
        }
    }

    private void SetPaused(IReadOnlyList<TopicPartition> partitions, bool paused)
    {
        foreach (var partition in partitions)
        {
            if (_topics.Find(partition) is { } cursor)
            {
                cursor.Paused = paused;
            }
        }
    }
}
