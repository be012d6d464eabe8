using System.Runtime.CompilerServices;
using Omnibus.Drivers;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>What both kinds of consumer have in common: looking, waiting until the doorbell rings, closing.</summary>
internal abstract class MemoryConsumer : IConsumerDriver
{
    private readonly MemoryTransport _transport;
    private readonly ConsumerRequest _request;
    private readonly Doorbell _doorbell;
    private int _closed;

    protected MemoryConsumer(MemoryTransport transport, ConsumerRequest request)
    {
        _transport = transport;
        _request = request;
        _doorbell = new Doorbell(transport.Clock);
        Topics = [.. request.Topics.Select(transport.Store.Topic)];
        foreach (var topic in Topics)
        {
            topic.Listen(_doorbell);
        }
    }

    public abstract SettlementModel Settlement { get; }

    public abstract bool Ordered { get; }

    public bool ReceiveBlocksThread => false;

    protected MemoryStore Store => _transport.Store;

    protected StoredTopic[] Topics { get; }

    public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        var count = Look(buffer.Span);
        return count > 0 ? new ValueTask<int>(count) : WaitAsync(buffer, cancellationToken);
    }

    public ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        Settle(settlements.Span, _request.Group ?? throw new InvalidOperationException("A reader without a group settles nothing."));
        return default;
    }

    /// <summary>Closes once, however often and from wherever it is called. A receive that waits ends.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            foreach (var topic in Topics)
            {
                topic.StopListening(_doorbell);
            }

            Close();
            _doorbell.Dispose();
            _transport.Forget(this);
        }

        return default;
    }

    /// <summary>Fills deliveries with what is there, without waiting.</summary>
    protected abstract int Fill(Span<Delivery> buffer);

    protected abstract void Settle(ReadOnlySpan<Settlement> settlements, string group);

    /// <summary>Gives up what only this consumer has.</summary>
    protected abstract void Close();

    protected void ThrowIfClosed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, this);

    protected void Report(NoticeCode code, long count, TopicPartition place) => _transport.Notices.Report(code, count, place.ToString());

    protected DateTimeOffset Now() => _transport.Clock.GetUtcNow();

    private int Look(Span<Delivery> buffer)
    {
        // First of all: what rings from here on is remembered, a close between the next line and the wait too.
        _doorbell.Answer();
        ThrowIfClosed();
        foreach (var topic in Topics)
        {
            if (topic.IsRemoved)
            {
                throw MemoryException.NoTopic(topic.Name);
            }
        }

        return Fill(buffer);
    }

    // Nothing is taken before it is returned, so a cancelled wait has nothing to lose.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        var start = _transport.Clock.GetTimestamp();
        using var cancellation = cancellationToken.UnsafeRegister(static state => ((Doorbell)state!).Ring(), _doorbell);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = _request.MaxWait - _transport.Clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return 0;
            }

            await _doorbell.WaitAsync(left).ConfigureAwait(false);
            var count = Look(buffer.Span);
            if (count > 0)
            {
                return count;
            }
        }
    }
}
