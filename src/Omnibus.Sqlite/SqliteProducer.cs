using Microsoft.Data.Sqlite;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Writes a batch in one transaction: for each partition one row, or several where it is long. Runs on the caller's thread; every record is
/// settled when <see cref="SendAsync"/> returns.
/// </summary>
internal sealed class SqliteProducer : IProducerDriver
{
    /// <summary>How often old records are looked for.</summary>
    private static readonly TimeSpan s_sweepInterval = TimeSpan.FromSeconds(10);

    /// <summary>A clock that was set back by less does not set the times along a partition back.</summary>
    private const long MostClockStep = 60_000;

    private readonly BusFile _file;
    private readonly Wakeup _wakeup;
    private readonly IDriverNotices _notices;
    private readonly Connection _connection;
    private readonly FileQueries _queries;
    private readonly Retention _retention;
    private readonly Statement _insert;
    private readonly KeyPartitioner _partitioner = new();
    private readonly Dictionary<string, PartitionTarget[]> _topics = new(StringComparer.Ordinal);
    private readonly OutgoingBatch _batch = new();

    // Lets one call in at a time, so that disposing waits for a call that is still inside.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _topology = -1;
    private long _swept;
    private bool _sweeping;
    private bool _disposed;

    public SqliteProducer(BusFile file, Wakeup wakeup, IDriverNotices notices, Connection connection)
    {
        _file = file;
        _wakeup = wakeup;
        _notices = notices;
        _connection = connection;
        _queries = new FileQueries(connection);
        _retention = new Retention(_queries);
        _insert = connection.Prepare("INSERT INTO record (id, count, stored, batch) VALUES (?1, ?2, ?3, ?4)");
        _swept = file.Time.GetTimestamp();
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
        PartitionTarget[]? targets = null;
        for (var i = 0; i < records.Length; i++)
        {
            var record = records[i];
            if (!ReferenceEquals(name, record.Topic))
            {
                name = record.Topic;
                targets = FindTopic(name);
            }

            if (targets is null)
            {
                _batch.Refuse(i, SqliteFaults.NoTopic(name, _file.Path));
            }
            else if (record.Body is { Length: > SqliteFactory.MaxRecordBytes } body)
            {
                _batch.Refuse(i, SqliteFaults.TooLarge(name, body.Length));
            }
            else if (record.Partition is { } chosen && (uint)chosen >= (uint)targets.Length)
            {
                _batch.Refuse(i, SqliteFaults.NoPartition(name, chosen, targets.Length));
            }
            else
            {
                _batch.Add(i, record, targets[_partitioner.Choose(record, targets.Length)]);
            }
        }
    }

    private PartitionTarget[]? FindTopic(string name)
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

            if (_queries.FindTopic(name) is not { } topic)
            {
                return null;
            }

            return _topics[name] = [.. topic.Partitions.Select((id, number) => new PartitionTarget(id, number))];
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
            Insert();

            // When the commit fails, its last page may be in the log all the same, and then a crash would bring the batch back.
            mayBeStored = true;
            _connection.Commit();
        }
        catch (Exception exception)
        {
            failure = exception;
            foreach (var target in _batch.Targets)
            {
                target.TailSeen = -1;
            }
        }

        _file.End(_connection);
        _batch.Settle(records, failure, mayBeStored);
        if (failure is null)
        {
            _wakeup.Committed();
            Sweep();
        }
    }

    /// <summary>
    /// Now and then removes a few old records. The send is settled already, so this neither waits for others nor fails it; as long as there is
    /// more to remove, every send removes some, so that what comes does not outrun what goes.
    /// </summary>
    private void Sweep()
    {
        if (!_sweeping && _file.Time.GetElapsedTime(_swept) < s_sweepInterval)
        {
            return;
        }

        _swept = _file.Time.GetTimestamp();
        try
        {
            _sweeping = _retention.Finds(_file.Now);
            if (_sweeping && _file.TryBegin(_connection))
            {
                try
                {
                    _sweeping = _retention.Step(_file.Now);
                    _connection.Commit();
                }
                finally
                {
                    _file.End(_connection);
                }
            }
        }
        catch (Exception exception) when (exception is SqliteException or BusFileException)
        {
            _sweeping = false;
            _notices.Report(NoticeCode.ClientError, 1, _file.Path, exception);
        }
    }

    private void Insert()
    {
        var now = _file.Now;
        foreach (var target in _batch.Targets)
        {
            var tail = target.TailSeen == _connection.ForeignCommits ? target.Tail : _queries.Tail(target.Id);
            var stored = tail.Stored > now && tail.Stored - now < MostClockStep ? tail.Stored : now;
            for (var i = 0; i < target.Batches.Count; i++)
            {
                var writer = target.Batches[i].Writer;
                _insert.Bind(1, RowNumber.Base(target.Id) + tail.End).Bind(2, writer.Count).Bind(3, stored).Bind(4, writer.Finish()).Run();
                target.Batches[i] = new PlacedBatch(writer, tail.End);
                tail = new PartitionTail(tail.End + writer.Count, stored);
            }

            target.Tail = tail;
            target.TailSeen = _connection.ForeignCommits;
        }
    }
}
