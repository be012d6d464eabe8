using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Pipeline;
using Omnibus.Threading;

namespace Omnibus.Consuming;

/// <summary>
/// One open driver of a consumer, with its receive loop: receive, route to strands, settle what is done. The loop never waits for a handler.
/// A session ends by leaving, or by a fault that needs a new one.
/// </summary>
internal sealed class ConsumerSession : IStrandOwner, IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly ConsumerParts _parts;
    private readonly IConsumerDriver _driver;
    private readonly Partitions _partitions;
    private readonly IOwnership _ownership;
    private readonly BackPressure _pressure;
    private readonly Settler _settler;
    private readonly Router _router;
    private readonly Strand[] _strands;
    private readonly InFlightPool _pool = new();
    private readonly Delivery?[] _buffer;
    private readonly AsyncSignal _progress;
    private readonly Interruption _interruption;
    private readonly ReceiveFaults _faults;
    private readonly Extender _extender;
    private long _batches;
    private volatile bool _leaving;
    private volatile bool _stopped;

    public ConsumerSession(
        ConsumerParts parts, IConsumerDriver driver, Partitions partitions, IOwnership ownership, Interruption interruption)
    {
        (_parts, _partitions, _ownership, _interruption) = (parts, partitions, ownership, interruption);
        _driver = driver.ReceiveBlocksThread ? new BlockingConsumer(driver, parts.Configuration.Name) : driver;
        var reader = new WireReader(parts.Transport.Transport.Wire);
        _strands = new Strand[parts.Configuration.Concurrency];
        for (var i = 0; i < _strands.Length; i++)
        {
            var work = new DeliveryWork(reader, parts.Configuration.Group, parts.Configuration.Registered) { Alone = parts.Configuration.Redrives };
            parts.Clock.Watch(work);
            _strands[i] = new Strand(this, new DeliveryPipeline(parts), work, inline: _strands.Length == 1);
        }

        _router = new Router(_strands, parts.Configuration.Ordering, reader.FindKey);
        var batch = Math.Clamp(parts.Transport.Info.MaxBatch, 1, 500);
        _buffer = new Delivery?[batch];
        _progress = interruption.Progress;
        _pressure = new BackPressure(driver, partitions, parts.Time, batch);
        _settler = new Settler(_driver, partitions, parts);
        _faults = new ReceiveFaults(parts);
        _extender = new Extender(driver as IExtendableConsumer, partitions, parts);
    }

    /// <summary>Deliveries that have not begun are dropped: the consumer stops at once.</summary>
    public bool IsStopped => _stopped;

    public bool HasJoined => _ownership.HasJoined;

    public long InFlight => _pressure.InFlight;

    /// <summary>Runs until the consumer has left, or until a fault needs a new session or ends the consumer.</summary>
    public async Task<SessionEnd> RunAsync()
    {
        while (true)
        {
            _ownership.Apply();
            if (await SettleAsync(force: _stopped || _ownership.HasDrained || (_leaving && _pressure.InFlight == 0)).ConfigureAwait(false) is { } end)
            {
                return end;
            }

            _ownership.Settled();
            await _extender.ExtendAsync().ConfigureAwait(false);
            if (_stopped || (_leaving && _interruption.HasLeft && _pressure.InFlight == 0 && !_settler.IsBehind))
            {
                return SessionEnd.Left;
            }

            if (_leaving || _pressure.MustWait())
            {
                await _progress.WaitAsync(s_pause, _parts.Time).ConfigureAwait(false);
                continue;
            }

            _pool.Fill(_buffer);
            var started = _parts.Metrics.Start();
            int count;
            try
            {
                count = await _driver.ReceiveAsync(_buffer!, _interruption.Token).ConfigureAwait(false);
                _faults.Passed();
            }
            catch (OperationCanceledException) when (_interruption.IsInterrupted)
            {
                count = 0;
            }
#pragma warning disable CA1031 // whatever a driver throws is classified
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (await _faults.JudgeAsync("receiving", exception, _interruption).ConfigureAwait(false) is { } fault)
                {
                    return fault;
                }

                continue;
            }

            _interruption.Renew();
            if (count > 0)
            {
                Dispatch(count, started);
            }
        }
    }

    /// <summary>Receives nothing more, lets handlers end within the time that the token gives, settles, and gives up what it owns.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        _leaving = true;
        foreach (var strand in _strands)
        {
            strand.Work.Leave();
        }

        _interruption.Interrupt();
        await _ownership.LeaveAsync(cancellationToken).ConfigureAwait(false);
        _interruption.Left();
    }

    /// <summary>Cancels handlers and drops what has not begun.</summary>
    public void Stop()
    {
        _stopped = true;
        foreach (var strand in _strands)
        {
            strand.Work.Stop();
        }

        _interruption.Interrupt();
    }

    public void OnHandled(InFlight delivery, bool done)
    {
        var state = delivery.State;
        if (_settler.IsCumulative)
        {
            if (done)
            {
                state.Watermark.Complete(delivery.Ticket);
            }
        }
        else
        {
            state.Watermark.Complete(delivery.Ticket);
            _settler.Add(new Settlement(
                state.Partition, delivery.Position, done ? SettlementKind.Acknowledge : SettlementKind.Requeue, state.Epoch, delivery.DriverState));
        }

        delivery.Release();
        delivery.Ahead = null;
        _pressure.Ended(delivery.Size);
        state.Finished();
    }

    public void OnSliceDone(InFlight first, InFlight last, int count)
    {
        _pool.Return(first, last);
        _settler.Completed(count);
        if (_pressure.HasPaused)
        {
            // The receive that runs now may have nothing to deliver until a partition is resumed.
            _interruption.Interrupt();
        }
        else
        {
            _progress.Set();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _parts.Clock.Forget([.. _strands.Select(static strand => strand.Work)]);
        await _driver.DisposeAsync().ConfigureAwait(false);
        foreach (var state in _partitions.All)
        {
            state.Lose();
        }
    }

    private void Dispatch(int count, long started)
    {
        _batches++;
        var bytes = 0L;
        var dropped = 0;
        for (var i = 0; i < count; i++)
        {
            var delivery = (InFlight)_buffer[i]!;
            _buffer[i] = null;
            var state = _partitions.Find(delivery.Topic, delivery.Partition);
            if (state is null && !_ownership.IsTracked)
            {
                state = _partitions.Add(new TopicPartition(delivery.Topic, delivery.Partition), 0);
            }

            if (state is null || !MayDeliver(state))
            {
                // Read just before the partition was given up: it comes again, to its new owner.
                delivery.Release();
                _pool.Return(delivery, delivery);
                dropped++;
                continue;
            }

            delivery.State = state;
            delivery.Size = SizeOf(delivery);
            delivery.Ticket = state.Watermark.Track(delivery.Position);
            if (!_settler.IsCumulative)
            {
                state.Remember(delivery.Ticket, delivery.DriverState);
            }

            state.Received();
            bytes += delivery.Size;
            _router.Add(delivery);
        }

        _pressure.Received(count - dropped, bytes);
        _parts.Metrics.Received(count - dropped, started);
        _router.Flush();
    }

    /// <summary>Asked once for each partition of a batch: the clock and the leases are not looked at for every record.</summary>
    private bool MayDeliver(PartitionState state)
    {
        if (state.AskedIn != _batches)
        {
            state.AskedIn = _batches;
            state.MayDeliver = _ownership.MayDeliver(state);
        }

        return state.MayDeliver;
    }

    private static int SizeOf(InFlight delivery) => (delivery.Body?.Length ?? 0) + (delivery.Key?.Length ?? 0) + 256;

    /// <summary>Settles if that is due. Null: go on.</summary>
    private async ValueTask<SessionEnd?> SettleAsync(bool force)
    {
        if (!force && !_settler.IsDue())
        {
            return null;
        }

        try
        {
            await _settler.SettleAsync(CancellationToken.None).ConfigureAwait(false);
            _faults.Passed();
            return null;
        }
        catch (FencedException fenced)
        {
            _ownership.Fenced(fenced.Partitions);
            return null;
        }
#pragma warning disable CA1031 // whatever a driver throws is classified
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await _faults.JudgeAsync("settling", exception, _interruption).ConfigureAwait(false);
        }
    }
}

/// <summary>Why a session ended.</summary>
internal enum SessionEnd
{
    /// <summary>The consumer was told to leave.</summary>
    Left,

    /// <summary>The driver cannot go on: a new session may.</summary>
    Reopen,

    /// <summary>The consumer cannot go on: the operator must act.</summary>
    Failed,
}
