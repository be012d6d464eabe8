using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Hosting;
using Omnibus.Threading;

namespace Omnibus.Publishing;

/// <summary>
/// Sends the records of one transport. Whatever waits is sent at once, so batches grow with the load and a lone record never waits for company.
/// After a failure that may pass, the records that are not settled go again, in order, before anything newer.
/// </summary>
internal sealed partial class ProducerLoop : IAsyncDisposable
{
    private const int PipelinedBatches = 8;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly TransportRuntime _transport;
    private readonly PublishQueue _queue;
    private readonly Lock _gate = new();
    private readonly List<PublishOperation> _failed = [];
    private readonly List<PublishOperation> _again = [];
    private readonly AsyncSignal _wake = new();
    private readonly PublishOperation[] _batch;
    private readonly OutgoingRecord[] _records;
    private readonly TimeSpan _timeout;
    private readonly long _patience;
    private readonly int _window;
    private readonly BusyTimer _clock;
    private readonly ProducerFailures _failures;
    private readonly HandedRecords _handed;
    private IProducerDriver? _driver;
    private Task? _running;
    private long _sequence;
    private int _unsettled;
    private volatile bool _stopping;
    private volatile bool _disposed;
    private volatile bool _recovering;

    public ProducerLoop(TransportRuntime transport, PublishingDefaults defaults)
    {
        _transport = transport;
        _timeout = defaults.Timeout;
        _patience = (long)(_timeout.TotalSeconds * transport.Time.TimestampFrequency);
        _queue = new PublishQueue(defaults.QueueRecords, defaults.QueueBytes);
        _batch = new PublishOperation[Math.Max(1, transport.Info.MaxBatch)];
        _records = new OutgoingRecord[_batch.Length];
        _handed = new HandedRecords(this, _batch.Length * (PipelinedBatches + 1));
        _window = transport.Info.IdempotentPipelining ? _batch.Length * (PipelinedBatches - 1) : 0;
        _failures = new ProducerFailures(transport);
        _clock = new BusyTimer(transport.Time, s_tick, Tick);
    }

    /// <summary>How many records wait to be sent.</summary>
    public int Waiting => _queue.Count;

    /// <summary>What telemetry calls the broker.</summary>
    public string System => _transport.Metrics.System;

    /// <summary>It ended before it was told to.</summary>
    public bool HasEnded => _running is { IsCompleted: true } && !_stopping;

    /// <summary>Starts sending. What was queued before is sent now.</summary>
    public void Start() => _running ??= Task.Run(RunAsync);

    /// <summary>Queues a record that is written and sealed. The loop owns it from here on.</summary>
    public void Enqueue(PublishOperation record) => Enqueue([record]);

    /// <summary>Queues records in one step, so that they are sent together. The loop owns them from here on.</summary>
    public void Enqueue(ReadOnlySpan<PublishOperation> records)
    {
        var deadline = _transport.Time.GetTimestamp() + _patience;
        var most = _transport.Info.MaxRecordBytes ?? int.MaxValue;
        var first = 0;
        for (var i = 0; i < records.Length; i++)
        {
            records[i].Deadline = deadline;
            if (records[i].BodyLength > most)
            {
                Add(records[first..i]);
                records[i].GiveUp(FaultCode.TooLarge, null);
                first = i + 1;
            }
        }

        Add(records[first..]);
    }

    /// <summary>Waits, within the publish timeout, until the queue is at most half full: whoever publishes many goes no faster than the broker.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        var started = _transport.Time.GetTimestamp();
        while (_queue.IsBusy && _transport.Time.GetElapsedTime(started) < _timeout)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), _transport.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The caller of a record that was queued has its answer. Any thread.</summary>
    public void OnAnswered(PublishOperation record, in RouteOutcome outcome)
    {
        _transport.Metrics.Published(record.Deadline - _patience, outcome.Topic, outcome.Code);
        if (_transport.Audit is not { } audit || record.EventType is not { } eventType)
        {
            return;
        }

        if (outcome.State == RouteState.Stored)
        {
            audit.Stored(eventType, record.EventId, outcome.Topic, outcome.Partition, outcome.Position, outcome.Transport);
        }
        else
        {
            audit.NotStored(eventType, record.EventId, outcome.Topic, outcome.Transport, outcome.State, outcome.Code);
        }
    }

    /// <summary>The driver settled a record as stored. Any thread.</summary>
    public void OnSettled()
    {
        if (Interlocked.Decrement(ref _unsettled) is var left && (left == 0 || left == _window))
        {
            _wake.Set();
        }
    }

    /// <summary>The driver failed a record. Any thread.</summary>
    public void OnFailed(PublishOperation record)
    {
        lock (_gate)
        {
            _failed.Add(record);
        }

        if (Interlocked.Decrement(ref _unsettled) == 0)
        {
            _wake.Set();
        }
    }

    /// <summary>Sends what is queued, within the time that the token gives, and closes the producer. What is left fails.</summary>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        _stopping = true;
        _wake.Set();
        if (_running is { } running)
        {
            try
            {
                await running.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _transport.Log.ProducerDidNotDrain(_transport.Name, _queue.Count + _unsettled);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _clock.DisposeAsync().ConfigureAwait(false);
        await CloseDriverAsync().ConfigureAwait(false);
        _queue.Expire(long.MaxValue);
        _handed.Expire(long.MaxValue);
    }

    private void Add(ReadOnlySpan<PublishOperation> records)
    {
        var (added, rest) = _queue.TryAdd(records);
        if (added > 0)
        {
            _clock.Need();
            _wake.Set();
        }

        foreach (var record in records[added..])
        {
            record.GiveUp(rest == EnqueueResult.Full ? FaultCode.Throttled : FaultCode.Closed, null);
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var taken = await NextBatchAsync().ConfigureAwait(false);
            if (taken == 0)
            {
                break;
            }

            await SendAsync(taken).ConfigureAwait(false);
            while (Volatile.Read(ref _unsettled) > _window && !HasFailures)
            {
                await _wake.WaitAsync().ConfigureAwait(false);
            }

            if (HasFailures)
            {
                await RecoverAsync().ConfigureAwait(false);
            }
            else
            {
                _failures.Passed();
            }
        }

        await CloseDriverAsync().ConfigureAwait(false);
    }

    /// <summary>Tells of records whose time ran out; false when none is left that could.</summary>
    private bool Tick()
    {
        var now = _transport.Time.GetTimestamp();
        _queue.Expire(now);
        if (Volatile.Read(ref _unsettled) == 0 && !_recovering)
        {
            return _queue.Count > 0;
        }

        _handed.Expire(now);
        return true;
    }

    /// <summary>Takes what waits: first what has to go again. 0 only when stopping and nothing is left.</summary>
    private async ValueTask<int> NextBatchAsync()
    {
        while (true)
        {
            var taken = 0;
            if (_again.Count > 0)
            {
                var count = Math.Min(_again.Count, _batch.Length);
                for (var i = 0; i < count; i++)
                {
                    if (_again[i].TryHand())
                    {
                        _batch[taken++] = _again[i];
                    }
                    else
                    {
                        _again[i].Forget();
                    }
                }

                _again.RemoveRange(0, count);
            }
            else
            {
                taken = _queue.Take(_batch);
                for (var i = 0; i < taken; i++)
                {
                    _batch[i].Sequence = ++_sequence;
                }
            }

            if (taken > 0)
            {
                return taken;
            }

            if (HasFailures)
            {
                await RecoverAsync().ConfigureAwait(false);
            }
            else if (_again.Count == 0)
            {
                if (_stopping && Volatile.Read(ref _unsettled) == 0 && _queue.Count == 0)
                {
                    return 0;
                }

                await _wake.WaitAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask SendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _records[i] = _batch[i];
        }

        _handed.Add(_batch.AsSpan(0, count));
        Interlocked.Add(ref _unsettled, count);
        if (_disposed)
        {
            // Nobody else tells their publishers any more.
            _handed.Expire(long.MaxValue);
        }

        _clock.Need();
        try
        {
            _driver ??= await _transport.Transport.OpenProducerAsync(new ProducerRequest { SendTimeout = _timeout }, CancellationToken.None)
                .ConfigureAwait(false);
            await _driver.SendAsync(_records.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a driver throws is classified: nothing was handed over
        catch (Exception exception)
#pragma warning restore CA1031
        {
            for (var i = 0; i < count; i++)
            {
                _batch[i].Fail(exception, mayBeStored: false);
            }
        }

        _transport.Metrics.Sent(count);
    }
}
