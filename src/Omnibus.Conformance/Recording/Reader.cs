using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>
/// A consumer, called as the core calls one: never two calls at a time, on a thread of its own where the driver may block it, and with
/// ownership by whoever coordinates. Every wait is bounded.
/// </summary>
internal sealed partial class Reader : IAsyncDisposable
{
    private readonly ConformanceRun _run;
    private readonly ITransport _transport;
    private readonly Queue<ReceivedRecord> _early = new();
    private Delivery[] _buffer = [];
    private bool _closed;

    private Reader(ConformanceRun run, ITransport transport, ReadRequest request, IConsumerDriver consumer, RecordingOwner? owner)
    {
        _run = run;
        _transport = transport;
        Request = request;
        Consumer = consumer;
        Owner = owner;
    }

    public ReadRequest Request { get; }

    public IConsumerDriver Consumer { get; }

    /// <summary>With a coordinating broker: what the driver tells.</summary>
    public RecordingOwner? Owner { get; }

    public static async Task<Reader> OpenAsync(ConformanceRun run, ITransport transport, ReadRequest request, CancellationToken? stop = null)
    {
        var broker = request.Coordination == Coordination.Broker;
        var owner = broker ? request.Owner ?? new RecordingOwner() : null;
        if (request.Coordination == Coordination.Leases)
        {
            await run.WithinAsync(((ILeaseStore)transport).PrepareAsync(request.Group!, request.Topics, request.Start, run.Stop).AsTask(), "Preparing a group")
                .ConfigureAwait(false);
        }

        var opening = transport.OpenConsumerAsync(
            new ConsumerRequest
            {
                Group = request.Group,
                Topics = request.Topics,
                Start = request.Start,
                MaxWait = request.MaxWait ?? run.Harness.ShortWait,
                Coordination = request.Coordination,
                Owner = owner,
                Member = $"member-{Guid.NewGuid():N}",
            },
            stop ?? run.Stop);
        var consumer = await run.WithinAsync(opening.AsTask(), "Opening a consumer").ConfigureAwait(false);
        var reader = run.Closing(new Reader(run, transport, request, consumer, owner));
        if (request.Coordination == Coordination.Leases)
        {
            await reader.TakeLeasesAsync().ConfigureAwait(false);
        }

        if (owner is not null && !request.DoNotWait)
        {
            await reader.WaitForPartitionsAsync(owner).ConfigureAwait(false);
        }

        return reader;
    }

    /// <summary>What came early, while the reader waited for something else; else one receive of the driver.</summary>
    public async Task<IReadOnlyList<ReceivedRecord>> ReceiveAsync(int most, CancellationToken cancellationToken = default)
    {
        var early = new List<ReceivedRecord>();
        while (early.Count < most && _early.TryDequeue(out var record))
        {
            early.Add(record);
        }

        return early.Count > 0 ? early : await ReceiveFromDriverAsync(most, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One receive into deliveries of the case's own, which it releases itself.</summary>
    public async Task<int> ReceiveIntoAsync(Memory<Delivery> buffer, CancellationToken cancellationToken = default)
    {
        Owner?.EnterDriver();
        try
        {
            return Consumer.ReceiveBlocksThread
                ? await Task.Factory.StartNew(
                    () => Consumer.ReceiveAsync(buffer, cancellationToken).AsTask(),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).Unwrap().ConfigureAwait(false)
                : await Consumer.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Owner?.LeaveDriver();
        }
    }

    /// <summary>Receives until there are <paramref name="count"/>, and not one more.</summary>
    public async Task<IReadOnlyList<ReceivedRecord>> TakeAsync(int count)
    {
        var taken = new List<ReceivedRecord>(count);
        var deadline = _run.Deadline();
        while (true)
        {
            if (taken.Count == count)
            {
                return taken;
            }

            var received = await ReceiveAsync(Math.Min(count - taken.Count, 256)).ConfigureAwait(false);
            taken.AddRange(received);
            if (received.Count > 0)
            {
                deadline = _run.Deadline();
            }
            else if (deadline.Passed)
            {
                throw new ConformanceException(
                    $"{count} records were expected from {string.Join(", ", Request.Topics)} and only {taken.Count} came; after the last, nothing for {_run.Patience.TotalSeconds:0.#} s.");
            }
        }
    }

    /// <summary>Receives until a receive ends with nothing, and returns what came: what is left, as far as the driver can tell.</summary>
    public async Task<IReadOnlyList<ReceivedRecord>> DrainAsync()
    {
        var taken = new List<ReceivedRecord>();
        for (var empty = 0; empty < 2;)
        {
            var received = await ReceiveAsync(256).ConfigureAwait(false);
            taken.AddRange(received);
            empty = received.Count == 0 ? empty + 1 : 0;
        }

        return taken;
    }

    /// <summary>Goes on receiving, as the core's loop does, until a condition holds. What arrives meanwhile is kept for the next taking.</summary>
    public async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        var kept = new List<ReceivedRecord>();
        await KeepReceivingAsync(condition, kept.Add, what).ConfigureAwait(false);
        kept.ForEach(_early.Enqueue);
    }

    /// <summary>Goes on receiving, as the core's loop does, until a condition holds, and hands over what arrives.</summary>
    public async Task KeepReceivingAsync(Func<bool> condition, Action<ReceivedRecord> arrived, string what, TimeSpan? patience = null)
    {
        var deadline = new Deadline(_run.Clock, patience ?? _run.Patience);
        while (!condition())
        {
            Check.That(!deadline.Passed, $"{what} did not happen; the last record came {(patience ?? _run.Patience).TotalSeconds:0.#} s ago, if any.");
            foreach (var record in await ReceiveAsync(16).ConfigureAwait(false))
            {
                arrived(record);
                deadline = new Deadline(_run.Clock, patience ?? _run.Patience);
            }
        }
    }

    public Task AcknowledgeAsync(params IReadOnlyList<ReceivedRecord> records) => SettleAsync(SettlementKind.Acknowledge, records);

    /// <summary>Settles deliveries; with cumulative settlement only the last of each partition, as the core does.</summary>
    public async Task SettleAsync(SettlementKind kind, params IReadOnlyList<ReceivedRecord> records)
    {
        var settled = Consumer.Settlement == SettlementModel.Cumulative
            ? records.GroupBy(record => record.Place).Select(place => place.MaxBy(record => record.Position)!)
            : records;
        var settlements = settled.Select(record => SettlementOf(record, kind)).ToArray();
        await _run.WithinAsync(Consumer.SettleAsync(settlements, _run.Stop).AsTask(), "A settlement").ConfigureAwait(false);
    }

    public Settlement SettlementOf(ReceivedRecord record, SettlementKind kind = SettlementKind.Acknowledge) =>
        new(record.Place, record.Position, kind, EpochOf(record.Place), record.DriverState);

    /// <summary>Closes the consumer and gives up what it owned, in order.</summary>
    public async Task LeaveAsync()
    {
        await CrashAsync().ConfigureAwait(false);
        await ReleaseLeasesAsync().ConfigureAwait(false);
    }

    /// <summary>Closes the consumer without telling the other side of a lease.</summary>
    public async Task CrashAsync()
    {
        _closed = true;
        Owner?.EnterDriver();
        await _run.WithinAsync(Consumer.DisposeAsync().AsTask(), "Closing a consumer").ConfigureAwait(false);
        Owner?.LeaveDriver();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closed)
        {
            await CrashAsync().ConfigureAwait(false);
        }
    }

    // A receive with a long wait is cut short once there are partitions: nothing may ever come in them.
    private async Task WaitForPartitionsAsync(RecordingOwner owner)
    {
        using var enough = new CancellationTokenSource();
        if (Request.MaxWait is not null)
        {
            owner.OnAssigned = enough.Cancel;
        }

        var deadline = _run.Deadline();
        while (owner.Owned.Count == 0)
        {
            Check.That(!deadline.Passed, $"The assignment of partitions did not happen within {_run.Patience.TotalSeconds:0.#} s.");
            try
            {
                foreach (var record in await ReceiveFromDriverAsync(16, enough.Token).ConfigureAwait(false))
                {
                    _early.Enqueue(record);
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                break;
            }
        }

        owner.OnAssigned = null;
    }

    private async Task<IReadOnlyList<ReceivedRecord>> ReceiveFromDriverAsync(int most, CancellationToken cancellationToken)
    {
        GrowBuffer(most);
        var count = await ReceiveIntoAsync(_buffer.AsMemory(0, most), cancellationToken).ConfigureAwait(false);
        Check.That(count >= 0 && count <= most, $"ReceiveAsync returned {count} for a buffer of {most}.");
        var records = new ReceivedRecord[count];
        for (var index = 0; index < count; index++)
        {
            records[index] = new ReceivedRecord(_buffer[index]);
            _buffer[index].Release();
        }

        return records;
    }

    private void GrowBuffer(int length)
    {
        var old = _buffer.Length;
        if (old < length)
        {
            Array.Resize(ref _buffer, length);
            for (var index = old; index < length; index++)
            {
                _buffer[index] = new Delivery();
            }
        }
    }
}
