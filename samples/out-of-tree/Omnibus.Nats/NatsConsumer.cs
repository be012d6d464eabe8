using NATS.Client.Core;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>What a member of a group and a reader without one have in common: they pull, and they close once.</summary>
internal abstract class NatsConsumer : IConsumerDriver
{
    private readonly Action<IAsyncDisposable> _forget;
    private readonly Func<PullSource, NatsMsg<byte[]>, AckSubject, bool> _take;
    private readonly Func<PullSource, ValueTask> _mend;
    private int _closed;

    protected NatsConsumer(NatsLink link, ConsumerRequest request, Pull pull, Action<IAsyncDisposable> forget)
    {
        (Link, Request, Pull, _forget) = (link, request, pull, forget);
        (_take, _mend) = (Take, MendAsync);
    }

    /// <inheritdoc />
    public SettlementModel Settlement => SettlementModel.Individual;

    /// <inheritdoc />
    public abstract bool Ordered { get; }

    /// <inheritdoc />
    public bool ReceiveBlocksThread => false;

    protected NatsLink Link { get; }

    protected ConsumerRequest Request { get; }

    protected Pull Pull { get; }

    /// <summary>A step of closing. Without a server nothing can be removed or given back: it forgets us by itself, and counts as abandoned what we had.</summary>
    public static async ValueTask TryAsync(Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the other steps go on
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken) =>
        Pull.ReceiveAsync(buffer, Request.MaxWait, _take, _mend, cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _forget(this);
            await CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether a record is to be delivered.</summary>
    protected abstract bool Take(PullSource source, NatsMsg<byte[]> message, AckSubject place);

    /// <summary>Has a source's consumer be there again, and go on where it was.</summary>
    protected abstract ValueTask MendAsync(PullSource source);

    /// <summary>Leaves, once, each step by <see cref="TryAsync"/>.</summary>
    protected abstract ValueTask CloseAsync();
}
