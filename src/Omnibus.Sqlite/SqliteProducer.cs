using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Writes a batch in one transaction: for each topic one row, or several where it is long. Runs on the caller's thread; every record is
/// settled when <see cref="SendAsync"/> returns.
/// </summary>
internal sealed class SqliteProducer : IProducerDriver
{
    private readonly BusFile _file;
    private readonly Wakeup _wakeup;
    private readonly Connection _connection;
    private readonly Action<IAsyncDisposable> _forget;
    private readonly FileQueries _queries;
    private readonly RowInserter _inserter;
    private readonly Sweeper _sweeper;
    private readonly KeyPartitioner _partitioner = new();
    private readonly Dictionary<string, TopicTarget> _topics = new(StringComparer.Ordinal);
    private readonly OutgoingBatch _batch = new();

    // Lets one call in at a time, so that disposing waits for a call that is still inside.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _topology = -1;
    private bool _disposed;

    public SqliteProducer(BusFile file, Wakeup wakeup, IDriverNotices notices, Connection connection, Action<IAsyncDisposable> forget)
    {
        _file = file;
        _wakeup = wakeup;
        _connection = connection;
        _forget = forget;
        _queries = new FileQueries(connection);
        _inserter = new RowInserter(_queries);
        _sweeper = new Sweeper(file, _queries, notices);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // If this throws, the file was not locked and nothing is stored or settled.
            if (await TryBeginAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                Store(batch.Span);
            }
            else
            {
                _batch.Settle(batch.Span, null, mayBeStored: false);
            }
        }
        finally
        {
            _batch.Clear();
            _turn.Release();
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        _connection.Dispose();
        _forget(this);
        _turn.Release();
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            _turn.Release();
            throw new ObjectDisposedException(nameof(SqliteProducer));
        }
    }

    /// <summary>Writes the records into batches and takes the write lock. False where no record can be stored: then it is not taken.</summary>
    private async ValueTask<bool> TryBeginAsync(ReadOnlyMemory<OutgoingRecord> records, CancellationToken cancellationToken)
    {
        while (true)
        {
            var topology = _connection.Topology;
            Gather(records.Span);
            if (_batch.Targets.Count == 0)
            {
                return false;
            }

            await _file.BeginAsync(_connection, cancellationToken).ConfigureAwait(false);
            if (_connection.Topology == topology)
            {
                return true;
            }

            // Topics came or went meanwhile: once more.
            _file.End(_connection);
            _batch.Clear();
        }
    }

    private void Gather(ReadOnlySpan<OutgoingRecord> records)
    {
        _batch.Open(records.Length);
        string? name = null;
        TopicTarget? target = null;
        for (var i = 0; i < records.Length; i++)
        {
            var record = records[i];
            if (!ReferenceEquals(name, record.Topic))
            {
                name = record.Topic;
                target = FindTopic(name);
            }

            if (WhyNot(record, target) is { } reason)
            {
                _batch.Refuse(i, reason);
            }
            else
            {
                _batch.Add(i, record, target!, _partitioner.Choose(record, target!.Topic.Partitions));
            }
        }
    }

    private BusFileException? WhyNot(OutgoingRecord record, TopicTarget? target)
    {
        if (target is null)
        {
            return SqliteFaults.NoTopic(record.Topic, _file.Path);
        }

        if (record.Body.GetValueOrDefault().Length > SqliteFactory.MaxRecordBytes)
        {
            return SqliteFaults.TooLarge(record.Topic, record.Body.GetValueOrDefault().Length);
        }

        var partitions = target.Topic.Partitions;
        return record.Partition is { } chosen && (uint)chosen >= (uint)partitions ? SqliteFaults.NoPartition(record.Topic, chosen, partitions) : null;
    }

    private TopicTarget? FindTopic(string name)
    {
        if (_connection.Topology == _topology && _topics.TryGetValue(name, out var known))
        {
            return known;
        }

        _connection.BeginRead();
        try
        {
            _connection.Look();
            if (_connection.Topology != _topology)
            {
                _topics.Clear();
                _topology = _connection.Topology;
            }

            return _queries.FindTopic(name) is { } topic ? _topics[name] = new TopicTarget(topic) : null;
        }
        finally
        {
            _connection.Rollback();
        }
    }

    /// <summary>Stores the batches, ends the write, and settles every record.</summary>
    private void Store(ReadOnlySpan<OutgoingRecord> records)
    {
        Exception? failure = null;
        var mayBeStored = false;
        try
        {
            _inserter.Insert(_batch, _file.Now);

            // When the commit fails, its last page may be in the log all the same, and then a crash would bring the batch back.
            mayBeStored = true;
            _connection.Commit();
        }
        catch (Exception exception)
        {
            failure = exception;
            foreach (var target in _batch.Targets)
            {
                target.Seen = -1;
            }
        }

        _file.End(_connection);
        _batch.Settle(records, failure, mayBeStored);
        if (failure is null)
        {
            _wakeup.Committed();
            _sweeper.Sweep();
        }
    }
}
