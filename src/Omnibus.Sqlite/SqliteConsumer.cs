using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Reads partitions, each from its place; a row is read once and its bytes are shared by the deliveries that are in it.</summary>
internal sealed class SqliteConsumer : IConsumerDriver, ISeekableConsumer, IPausableConsumer, IAssignableConsumer
{
    private readonly ConsumerRequest _request;
    private readonly BusFile _file;
    private readonly Wakeup _wakeup;
    private readonly IDriverNotices _notices;
    private readonly Connection _connection;
    private readonly Action<IAsyncDisposable> _forget;
    private readonly FileQueries _queries;
    private readonly Statement _rows;
    private readonly Settler? _settler;

    // Lets one call in at a time, so that disposing waits for a call that is still inside.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<TopicReader> _topics;
    private long _topology = -1;
    private int _first;
    private volatile bool _disposed;

    public SqliteConsumer(ConsumerRequest request, BusFile file, Wakeup wakeup, IDriverNotices notices, Connection connection, Action<IAsyncDisposable> forget)
    {
        _request = request;
        _file = file;
        _wakeup = wakeup;
        _notices = notices;
        _connection = connection;
        _forget = forget;
        _queries = new FileQueries(connection);
        _rows = connection.Prepare("SELECT id, stored, heads, batch FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id");
        _settler = request.Group is { } group ? new Settler(file, _queries, group) : null;
        _topics = [.. request.Topics.Distinct().Select(topic => new TopicReader(topic))];
    }

    public SettlementModel Settlement => SettlementModel.Cumulative;

    public bool Ordered => true;

    public bool ReceiveBlocksThread => false;

    /// <summary>Looks that the topics are there; a reader without a group begins with all their partitions.</summary>
    public void Begin()
    {
        _connection.BeginRead();
        try
        {
            _connection.Look();
            Resolve();
            if (_request.Group is null)
            {
                foreach (var topic in _topics)
                {
                    Begin(topic, _queries.GetTopic(topic.Topic, _file.Path));
                }
            }
        }
        finally
        {
            _connection.Rollback();
        }
    }

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
                var filled = Read(buffer.Span);
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
        var cursor = _topics.Find(topic => topic.Topic == partition.Topic)?.Find(partition.Partition)
            ?? throw new ArgumentException($"This consumer does not read {partition}.", nameof(partition));
        cursor.Start(position);
        return ValueTask.CompletedTask;
    }

    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, true);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, false);

    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            var topic = _topics.Find(topic => topic.Topic == assignment.Partition.Topic);
            if (topic is null || (uint)assignment.Partition.Partition >= (uint)topic.Partitions)
            {
                throw new ArgumentException($"This consumer was not opened for {assignment.Partition}.", nameof(assignments));
            }

            topic.Add(assignment.Partition.Partition, assignment.Start ?? default);
        }
    }

    public void Unassign(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _topics.Find(topic => topic.Topic == partition.Topic)?.Remove(partition.Partition);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _wakeup.Wake();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var topic in _topics)
            {
                topic.Dispose();
            }

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

    private void Begin(TopicReader topic, TopicRow row)
    {
        for (var partition = 0; partition < row.Partitions; partition++)
        {
            var start = _queries.Resolve(row, partition, _request.Start);
            topic.Add(partition, RowNumber.Position(start.Row, start.Item));
        }
    }

    private int Read(Span<Delivery> buffer)
    {
        var filled = 0;
        try
        {
            // What was read before comes first: it is older than anything that the file still has for its partitions.
            foreach (var topic in _topics)
            {
                filled += topic.Deliver(buffer[filled..]);
            }

            if (filled < buffer.Length)
            {
                ReadRows(buffer, ref filled);
            }

            return filled;
        }
        catch (Exception) when (filled > 0)
        {
            // Every cursor stands behind what it delivered: the next call meets the failure again, with nothing to lose.
            return filled;
        }
    }

    private void ReadRows(Span<Delivery> buffer, ref int filled)
    {
        _connection.BeginRead();
        try
        {
            _connection.Look();
            if (_connection.Topology != _topology)
            {
                Resolve();
            }

            // Another topic begins each time, so that a long one does not keep the others waiting.
            _first = (_first + 1) % _topics.Count;
            for (var i = 0; i < _topics.Count && filled < buffer.Length; i++)
            {
                var topic = _topics[(_first + i) % _topics.Count];
                topic.Refresh();
                Expect(topic);
                while (filled < buffer.Length && topic.Choose() is { } row)
                {
                    ReadRows(topic, row, buffer, ref filled);
                }
            }
        }
        finally
        {
            _connection.Rollback();
        }
    }

    private void ReadRows(TopicReader topic, long row, Span<Delivery> buffer, ref int filled)
    {
        _rows.Bind(1, RowNumber.Base(topic.Id) + row).Bind(2, RowNumber.Limit(topic.Id));
        try
        {
            while (filled < buffer.Length)
            {
                if (!_rows.Step())
                {
                    topic.ReachedEnd();
                    return;
                }

                if (topic.Take(_rows))
                {
                    filled += topic.Deliver(buffer[filled..]);
                }
            }
        }
        finally
        {
            _rows.Reset();
            ReportTrimmed(topic);
        }
    }

    /// <summary>Finds for new places which event should come there, so that one that retention took is noticed.</summary>
    private void Expect(TopicReader topic)
    {
        foreach (var (partition, cursor) in topic.NewCursors())
        {
            cursor.Expected = _settler?.NumberOf(topic.Id, partition, cursor.Row, cursor.Item);
            cursor.IsNew = false;
        }
    }

    private void ReportTrimmed(TopicReader topic)
    {
        foreach (var (partition, cursor) in topic.CursorsThatMissed())
        {
            _notices.Report(NoticeCode.Trimmed, cursor.Missed, new TopicPartition(topic.Topic, partition).ToString());
            cursor.Missed = 0;
        }

        topic.Missed = false;
    }

    /// <summary>Finds the topics anew: some came or went.</summary>
    private void Resolve()
    {
        foreach (var topic in _topics)
        {
            topic.Bind(_queries.GetTopic(topic.Topic, _file.Path));
        }

        _topology = _connection.Topology;
    }

    private void SetPaused(IReadOnlyList<TopicPartition> partitions, bool paused)
    {
        foreach (var partition in partitions)
        {
            if (_topics.Find(topic => topic.Topic == partition.Topic)?.Find(partition.Partition) is { } cursor)
            {
                cursor.Paused = paused;
            }
        }
    }
}
