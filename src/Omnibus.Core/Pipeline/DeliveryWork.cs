using Omnibus.Consuming;
using Omnibus.Encodings;

namespace Omnibus.Pipeline;

/// <summary>What the stages of one strand know of the delivery that they work on. One object for each strand, used again for each delivery.</summary>
internal sealed class DeliveryWork : IMetadataSource, IDisposable
{
    private CancellationTokenSource _attempt = new();
    private long _attemptDeadline = long.MaxValue;
    private volatile bool _stopping;
    private volatile bool _leaving;
    private volatile bool _timedOut;
    private bool _letGo;

    public DeliveryWork(WireReader reader, string group, string consumer)
    {
        Reader = reader;
        Context = new EventContext { Group = group, Consumer = consumer };
    }

    public WireReader Reader { get; }

    public EventContext Context { get; }

    /// <summary>Deliveries are not handled together: each may be for other handlers.</summary>
    public bool Alone { get; init; }

    public InFlight Delivery { get; private set; } = null!;

    /// <summary>The decoded event; null until it is decoded, and where its type has no handler.</summary>
    public object? Event { get; set; }

    /// <summary>What handles events of this type.</summary>
    public EventInvoker? Invoker { get; set; }

    /// <summary>The handlers that are done with this delivery: a retry leaves them alone. One bit each.</summary>
    public ulong HandlersDone { get; set; }

    /// <summary>Why it failed for good; null as long as it did not.</summary>
    public FailedDeliveryException? Failure { get; set; }

    public int Attempt
    {
        get => Context.Attempt;
        set => Context.Attempt = value;
    }

    /// <summary>Cancelled when the attempt has used up its time or the consumer must let go.</summary>
    public CancellationToken CancellationToken => _attempt.Token;

    /// <summary>The attempt was cancelled because it took too long.</summary>
    public bool TimedOut => _timedOut;

    /// <summary>The attempt that was cancelled has not ended. Any thread.</summary>
    public bool IsLate => _timedOut && Volatile.Read(ref _attemptDeadline) != long.MaxValue;

    /// <summary>The consumer was told to let go of the delivery: it comes again.</summary>
    public bool IsLetGo => _letGo || _stopping || Delivery is { State.IsOwned: false };

    public void Begin(InFlight delivery)
    {
        Delivery = delivery;
        HandlersDone = 0;
        Unreadable = null;
        Failure = null;
        _letGo = false;
        Context.Reset(this, delivery.State.ShortTopic, delivery.Partition, delivery.Position);
    }

    /// <summary>Ends work on the delivery without acknowledging it.</summary>
    public void LetGo()
    {
        _letGo = true;
        throw new OperationCanceledException();
    }

    /// <summary>Work that only waits has no time left: the consumer leaves. What runs may end.</summary>
    public void Leave() => _leaving = true;

    /// <summary>
    /// Called by work that only waits. Where the consumer leaves, the delivery is given back, with all that came behind it on its partition: what is
    /// behind it must not overtake it.
    /// </summary>
    public void EndWhereLeaving()
    {
        if (IsLetGo)
        {
            LetGo();
        }
        else if (_leaving)
        {
            Delivery.State.Revoke();
            LetGo();
        }
    }

    public void End()
    {
        Event = null;
        Invoker = null;
    }

    /// <summary>An attempt begins that may take until <paramref name="deadline"/>, a tick of the <see cref="AttemptClock"/>.</summary>
    public void BeginAttempt(long deadline)
    {
        if (_attempt.IsCancellationRequested && !_stopping)
        {
            // The old one is not disposed: what is registered with it may still have to be called.
            _attempt = new CancellationTokenSource();
            if (_stopping)
            {
                Cancel();
            }
        }

        _timedOut = false;
        Volatile.Write(ref _attemptDeadline, deadline);
    }

    public void EndAttempt() => Volatile.Write(ref _attemptDeadline, long.MaxValue);

    /// <summary>Called by the clock: cancels an attempt whose time is over. True where it just did.</summary>
    public bool CancelIfLate(long now)
    {
        if (Volatile.Read(ref _attemptDeadline) > now || _timedOut)
        {
            return false;
        }

        _timedOut = true;
        Cancel();
        return true;
    }

    /// <summary>Cancels what runs and everything after it.</summary>
    public void Stop()
    {
        _stopping = true;
        Cancel();
    }

    /// <summary>What the application does about it runs on the pool: neither a callback that blocks nor one that throws reaches whoever cancels.</summary>
    private void Cancel()
    {
        try
        {
            _ = _attempt.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The consumer has ended.
        }
    }

    /// <summary>What a handler met that asked for attributes which cannot be read; null: nothing.</summary>
    public EventDataException? Unreadable { get; private set; }

    public EventMetadata ReadMetadata()
    {
        try
        {
            return Reader.ReadMetadata(Delivery);
        }
        catch (EventDataException exception)
        {
            Unreadable = exception;
            throw;
        }
    }

    public string? ReadKey() => Reader.ReadKey(Delivery);

    public bool TryFind(string attribute, out ReadOnlyMemory<byte> value) => Reader.TryFind(Delivery, attribute, out value);

    public void Dispose() => _attempt.Dispose();
}
