using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Reads partitions, each from its place; a stored batch is read once and its bytes are shared by the deliveries that are in it.</summary>
internal sealed class SqliteConsumer : IConsumerDriver, ISeekableConsumer, IPausableConsumer, IAssignableConsumer
{
    private readonly ConsumerRequest _request;
    private readonly BusFile _file;
    private readonly Wakeup _wakeup;
    private readonly IDriverNotices _notices;
    private readonly Connection _connection;
    private readonly FileQueries _queries;
    private readonly Statement _rows;
    private readonly Statement _settle;
    private readonly Statement _place;

    // Lets one call in at a time, so that disposing waits for a call that is still inside.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<PartitionCursor> _cursors = [];
    private readonly Dictionary<TopicPartition, long> _partitions = [];
    private long _topology = -1;
    private long _group;
    private int _first;
    private volatile bool _disposed;

    public SqliteConsumer(ConsumerRequest request, BusFile file, Wakeup wakeup, IDriverNotices notices, Connection connection)
    {
        _request = request;
        _file = file;
        _wakeup = wakeup;
        _notices = notices;
        _connection = connection;
        _queries = new FileQueries(connection);
        _rows = connection.Prepare("SELECT id, count, stored, batch FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id");
        _settle = connection.Prepare("UPDATE place SET row = ?3, item = ?4, settled = ?5 WHERE consumer_group = ?1 AND partition = ?2 AND epoch = ?6");
        _place = connection.Prepare("SELECT 1 FROM place WHERE consumer_group = ?1 AND partition = ?2");
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
                foreach (var (partition, number) in _partitions)
                {
                    Add(partition, _queries.Resolve(number, _request.Start)).Id = number;
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
        if (_request.Group is null)
        {
            throw new NotSupportedException("A reader without a group settles nothing.");
        }

        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _file.BeginAsync(_connection, cancellationToken).ConfigureAwait(false);
            List<TopicPartition>? refused;
            try
            {
                refused = Settle(settlements.Span);
                _connection.Commit();
            }
            finally
            {
                _file.End(_connection);
            }

            if (refused is not null)
            {
                throw new FencedException(refused);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Find(partition).Start(position);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, true);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, false);

    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            Remove(assignment.Partition);
            Add(assignment.Partition, assignment.Start ?? default);
        }
    }

    public void Unassign(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            Remove(partition);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _wakeup.Wake();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var cursor in _cursors)
            {
                cursor.Dispose();
            }

            _cursors.Clear();
            _connection.Dispose();
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

    private int Read(Span<Delivery> buffer)
    {
        var filled = 0;
        try
        {
            // What was read before comes first: it is older than anything that the file still has for its partition.
            foreach (var cursor in _cursors)
            {
                filled += cursor.Paused ? 0 : cursor.Deliver(buffer[filled..]);
            }

            if (filled < buffer.Length && _cursors.Count > 0)
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

            // Another partition begins each time, so that a long one does not keep the others waiting.
            _first = (_first + 1) % _cursors.Count;
            for (var i = 0; i < _cursors.Count && filled < buffer.Length; i++)
            {
                var cursor = _cursors[(_first + i) % _cursors.Count];
                if (!cursor.Paused)
                {
                    ReadRows(cursor, buffer, ref filled);
                }
            }
        }
        finally
        {
            _connection.Rollback();
        }
    }

    private void ReadRows(PartitionCursor cursor, Span<Delivery> buffer, ref int filled)
    {
        if (cursor.Id == 0)
        {
            throw new ArgumentException($"{cursor.Partition} is none of the partitions of the topics that this consumer was opened for.");
        }

        _rows.Bind(1, RowNumber.Base(cursor.Id) + cursor.Next).Bind(2, RowNumber.Limit(cursor.Id));
        try
        {
            while (filled < buffer.Length && _rows.Step())
            {
                var expected = cursor.Next;
                if (cursor.Take(_rows))
                {
                    if (RowNumber.Event(_rows.Integer(0)) > expected)
                    {
                        ReportTrimmed(cursor, expected);
                    }

                    filled += cursor.Deliver(buffer[filled..]);
                }
            }
        }
        finally
        {
            _rows.Reset();
        }
    }

    /// <summary>There is a gap where retention has removed what was not read yet, or where somebody sought to a place that never was.</summary>
    private void ReportTrimmed(PartitionCursor cursor, long expected)
    {
        var removed = _queries.Floor(cursor.Id) - expected;
        if (removed > 0)
        {
            _notices.Report(NoticeCode.Trimmed, removed, cursor.Partition.ToString());
        }
    }

    private List<TopicPartition>? Settle(ReadOnlySpan<Settlement> settlements)
    {
        if (_connection.Topology != _topology)
        {
            Resolve();
        }

        _group = _group != 0 ? _group : SqliteLeaseStore.FindGroup(_queries, _request.Group!) ?? 0;
        List<TopicPartition>? refused = null;
        var now = _file.Now;
        foreach (ref readonly var settlement in settlements)
        {
            if (settlement.Kind != SettlementKind.Acknowledge)
            {
                throw new NotSupportedException($"A log cannot {settlement.Kind} one record. Settle a position, or stop.");
            }

            var partition = _partitions.GetValueOrDefault(settlement.Partition);
            var next = settlement.Position.Next;
            _settle.Bind(1, _group).Bind(2, partition).Bind(3, RowNumber.Event(next)).Bind(4, next.Index).Bind(5, now).Bind(6, settlement.Epoch);
            if (_settle.Run() == 0)
            {
                (refused ??= []).Add(settlement.Partition);
            }
        }

        return refused;
    }

    /// <summary>Finds the numbers of the partitions anew: topics came or went.</summary>
    private void Resolve()
    {
        _partitions.Clear();
        foreach (var topic in _request.Topics)
        {
            var row = _queries.GetTopic(topic, _file.Path);
            for (var partition = 0; partition < row.Partitions.Count; partition++)
            {
                _partitions[new TopicPartition(row.Name, partition)] = row.Partitions[partition];
            }
        }

        foreach (var cursor in _cursors)
        {
            Bind(cursor);
        }

        _topology = _connection.Topology;
    }

    private void Bind(PartitionCursor cursor)
    {
        if (!_partitions.TryGetValue(cursor.Partition, out var number))
        {
            return;
        }

        if (cursor.Id != 0 && cursor.Id != number)
        {
            // The topic was removed and made again: a new log, read from its beginning.
            cursor.Start(default);
        }

        cursor.Id = number;
    }

    private PartitionCursor Add(TopicPartition partition, Position start)
    {
        var cursor = new PartitionCursor(partition);
        cursor.Start(start);
        Bind(cursor);
        _cursors.Add(cursor);
        return cursor;
    }

    private void Remove(TopicPartition partition)
    {
        if (_cursors.Find(cursor => cursor.Partition == partition) is { } cursor)
        {
            _cursors.Remove(cursor);
            cursor.Dispose();
        }
    }

    private PartitionCursor Find(TopicPartition partition) =>
        _cursors.Find(cursor => cursor.Partition == partition) ?? throw new ArgumentException($"This consumer does not read {partition}.", nameof(partition));

    private void SetPaused(IReadOnlyList<TopicPartition> partitions, bool paused)
    {
        foreach (var partition in partitions)
        {
            if (_cursors.Find(cursor => cursor.Partition == partition) is { } cursor)
            {
                cursor.Paused = paused;
            }
        }
    }
}
