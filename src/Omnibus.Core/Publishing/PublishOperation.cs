using System.Threading.Tasks.Sources;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Publishing;

/// <summary>
/// One event on one route, from the caller to the broker's answer. Pooled: it goes back when both its holders are done with it, the caller who
/// awaits it and the loop that sends it.
/// </summary>
/// <remarks>
/// Sending and waiting end independently. <see cref="_sending"/> says where the record is: queued, handed to the driver, or dropped.
/// <see cref="_answered"/> says whether the caller has got an answer: by the broker, by the clock, or by cancelling.
/// </remarks>
internal sealed class PublishOperation : OutgoingRecord, IValueTaskSource<PublishReceipt>, IRecordSink
{
    private const int Queued = 0;
    private const int Handed = 1;
    private const int Dropped = 2;

    private static readonly Action<object?, CancellationToken> s_cancel = static (state, token) => ((PublishOperation)state!).Cancel(token);

    private readonly RecordBuffer _buffer = new();
    private PendingHeader[] _pending = new PendingHeader[12];
    private RecordHeader[] _headers = new RecordHeader[12];
    private int _headerCount;
    private int _headersBeforeBody;
    private (int Start, int Length) _key;
    private (int Start, int Length) _body;
    private bool _hasKey;
    private bool _hasBody;

    private ManualResetValueTaskSourceCore<PublishReceipt> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private ProducerLoop? _loop;
    private IRouteName? _route;
    private PublicationGroup? _group;
    private int _groupPlace;
    private Guid _id;
    private string? _idText;
    private string _topic = "";
    private int? _partition;
    private int _sending;
    private int _answered;
    private int _holders;
    private Exception? _failure;

    /// <summary>When the caller stops waiting, as a timestamp of the loop's clock.</summary>
    public long Deadline { get; set; }

    /// <summary>The order in which the loop took it from its queue: what is sent again goes in this order.</summary>
    public long Sequence { get; set; }

    /// <summary>How often a failure that nobody could classify was answered by sending again.</summary>
    public int UnknownFailures { get; set; }

    /// <summary>The broker may have the record although an attempt failed.</summary>
    public bool MayBeStored { get; private set; }

    public override string Topic => _topic;

    public override int? Partition => _partition;

    public override ReadOnlyMemory<byte>? Key => _hasKey ? _buffer.Slice(_key.Start, _key.Length) : default(ReadOnlyMemory<byte>?);

    public override ReadOnlyMemory<byte>? Body => _hasBody ? _buffer.Slice(_body.Start, _body.Length) : default(ReadOnlyMemory<byte>?);

    public override ReadOnlySpan<RecordHeader> Headers => _headers.AsSpan(0, _headerCount);

    public override int HeadersBeforeBody => _headersBeforeBody;

    public int Size => _buffer.Length;

    public int BodyLength => _body.Length;

    public ProducerLoop Loop => _loop!;

    public string? EventType => _route!.EventType;

    public string EventId => _idText ?? _id.ToString();

    public ValueTask<PublishReceipt> Completion => new(this, _source.Version);

    /// <summary>Where the codec writes the body, between <see cref="BeginBody"/> and <see cref="EndBody"/>.</summary>
    public RecordBuffer Buffer => _buffer;

    public void Begin(ProducerLoop loop, IRouteName route, in EventHead head, string fullTopic, int? partition = null)
    {
        (_loop, _route, _topic, _partition) = (loop, route, fullTopic, partition);
        (_id, _idText) = (head.Id, head.IdText);
        (_holders, _sending, _answered) = (2, Queued, 0);
        (_headersBeforeBody, _headerCount) = (-1, 0);
    }

    public void WriteKey(string? key)
    {
        if (key is null)
        {
            return;
        }

        var start = _buffer.Length;
        var span = _buffer.GetSpan(System.Text.Encoding.UTF8.GetMaxByteCount(key.Length));
        _buffer.Advance(System.Text.Encoding.UTF8.GetBytes(key, span));
        (_hasKey, _key) = (true, (start, _buffer.Length - start));
    }

    /// <summary>The key is what is written to <see cref="Buffer"/> until <see cref="EndKey"/>.</summary>
    public void BeginKey() => (_hasKey, _key) = (true, (_buffer.Length, 0));

    public void EndKey() => _key.Length = _buffer.Length - _key.Start;

    public void WriteKey(ReadOnlySpan<byte> key)
    {
        (_hasKey, _key) = (true, (_buffer.Length, key.Length));
        _buffer.Write(key);
    }

    public void AddConstantHeader(string name, ReadOnlyMemory<byte> value) => Add(new PendingHeader(name, value, 0, -1));

    public void AddHeader(string name, ReadOnlySpan<byte> value)
    {
        Add(new PendingHeader(name, default, _buffer.Length, value.Length));
        _buffer.Write(value);
    }

    public void AddHeader(string name, string value) => AddHeader(name, System.Text.Encoding.UTF8.GetBytes(value));

    public void MarkBody() => _headersBeforeBody = _headerCount;

    public void BeginBody() => (_hasBody, _body) = (true, (_buffer.Length, 0));

    public void EndBody() => _body.Length = _buffer.Length - _body.Start;

    /// <summary>Ends writing: the buffer moves no more, so the headers can point into it.</summary>
    public void Seal()
    {
        if (_headers.Length < _headerCount)
        {
            _headers = new RecordHeader[_pending.Length];
        }

        for (var i = 0; i < _headerCount; i++)
        {
            ref var header = ref _pending[i];
            _headers[i] = new RecordHeader(header.Name, header.Length < 0 ? header.Constant : _buffer.Slice(header.Start, header.Length));
        }

        if (_headersBeforeBody < 0)
        {
            _headersBeforeBody = _headerCount;
        }
    }

    /// <summary>Has a group wait instead of a caller of its own.</summary>
    public void JoinGroup(PublicationGroup group, int place) => (_group, _groupPlace) = (group, place);

    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(s_cancel, this);
        }
    }

    /// <summary>The loop takes the record for sending; false where its time ran out meanwhile.</summary>
    public bool TryHand() => Interlocked.CompareExchange(ref _sending, Handed, Queued) == Queued;

    /// <summary>The loop will send the record again; false where nobody waits for it any more.</summary>
    public bool TryQueueAgain() => Volatile.Read(ref _answered) == 0 && Interlocked.CompareExchange(ref _sending, Queued, Handed) == Handed;

    public override void Succeed(int partition, Position position)
    {
        Answer(new RouteOutcome(_route!.Name, _route.Transport, _route.Topic, RouteState.Stored) { Partition = partition, Position = position }, null);
        var loop = _loop!;
        ReleaseHolder();
        loop.OnSettled();
    }

    public override void Fail(Exception exception, bool mayBeStored)
    {
        _failure = exception;
        MayBeStored |= mayBeStored;
        _loop!.OnFailed(this);
    }

    /// <summary>What the driver failed it with last.</summary>
    public Exception Failure => _failure!;

    /// <summary>The loop gives up on the record. It holds it no longer.</summary>
    public void GiveUp(FaultCode code, Exception? exception)
    {
        Volatile.Write(ref _sending, Dropped);
        Answer(OutcomeOf(code), exception);
        ReleaseHolder();
    }

    /// <summary>The caller has waited long enough. The record is dropped if it is still queued; a record that was handed over may be stored yet.</summary>
    public void Expire()
    {
        var handed = Interlocked.CompareExchange(ref _sending, Dropped, Queued) == Handed;
        MayBeStored |= handed;
        Answer(OutcomeOf(FaultCode.Unavailable), _failure ?? new TimeoutException());
    }

    /// <summary>
    /// Expires the record if this object is still the one that <paramref name="loop"/> handed over as <paramref name="sequence"/> and its time is over.
    /// Safe while the object goes back to the pool and becomes another publication.
    /// </summary>
    public void ExpireIfStill(ProducerLoop loop, long sequence, long now)
    {
        if (!TryRetain())
        {
            return;
        }

        if (_loop == loop && Sequence == sequence && Deadline <= now)
        {
            Expire();
        }

        ReleaseHolder();
    }

    /// <summary>The loop met a record that expired in the queue.</summary>
    public void Forget() => ReleaseHolder();

    public PublishReceipt GetResult(short token)
    {
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            ReleaseHolder();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Returns an operation that was never queued.</summary>
    public void Abandon()
    {
        ReleaseHolder();
        ReleaseHolder();
    }

    /// <summary>The group has read the outcome.</summary>
    public void ReleaseHolder()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Reset();
            PublishOperationPool.Return(this);
        }
    }

    private bool TryRetain()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    private RouteOutcome OutcomeOf(FaultCode code) =>
        new(_route!.Name, _route.Transport, _route.Topic, MayBeStored ? RouteState.Unknown : RouteState.NotSent) { Code = code };

    private void Answer(RouteOutcome outcome, Exception? exception)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            return;
        }

        _loop!.OnAnswered(this, outcome);

        // Waits for a callback that is running: this object may be somebody else's publication right after.
        _cancellation.Dispose();
        if (_group is { } group)
        {
            group.Complete(this, _groupPlace, new PublishReceipt(_id, _idText, outcome), exception);
        }
        else if (outcome.State == RouteState.Stored)
        {
            _source.SetResult(new PublishReceipt(_id, _idText, outcome));
        }
        else
        {
            _source.SetException(Faults.NotPublished([outcome], exception));
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            return;
        }

        _source.SetException(new OperationCanceledException(token));
    }

    private void Add(PendingHeader header)
    {
        if (_headerCount == _pending.Length)
        {
            Array.Resize(ref _pending, _headerCount * 2);
        }

        _pending[_headerCount++] = header;
    }

    private void Reset()
    {
        _buffer.Clear();
        _pending.AsSpan(0, _headerCount).Clear();
        _headers.AsSpan(0, Math.Min(_headerCount, _headers.Length)).Clear();
        _headerCount = 0;
        (_hasKey, _hasBody, _key, _body) = (false, false, default, default);
        _source.Reset();
        (_cancellation, _loop, _route, _group, _failure) = (default, null, null, null, null);
        (MayBeStored, UnknownFailures, Deadline, Sequence) = (false, 0, 0, 0);
    }

    /// <summary>A header while the buffer may still move: a constant, or a place in the buffer.</summary>
    private readonly record struct PendingHeader(string Name, ReadOnlyMemory<byte> Constant, int Start, int Length);
}

/// <summary>What an outcome calls a route.</summary>
internal interface IRouteName
{
    string Name { get; }

    string Transport { get; }

    /// <summary>The topic, without prefix.</summary>
    string Topic { get; }

    /// <summary>The type of event that goes this way; null where it is anything.</summary>
    string? EventType { get; }
}
