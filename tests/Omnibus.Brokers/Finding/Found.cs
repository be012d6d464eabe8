namespace Omnibus.Brokers.Finding;

/// <summary>The result of a search: a broker that is ready to start, or why there is none. Disposing it gives back what nobody took.</summary>
internal sealed class Found<TBroker> : IAsyncDisposable where TBroker : class, IAsyncDisposable
{
    private TBroker? _broker;

    public Found(TBroker broker) => _broker = broker;

    public Found(BrokerMissing missing) => Missing = missing;

    public BrokerMissing? Missing { get; }

    /// <exception cref="BrokerMissingException">Nothing was found.</exception>
    public TBroker Take()
    {
        if (Missing is not null)
        {
            throw new BrokerMissingException(Missing);
        }
        return Interlocked.Exchange(ref _broker, null) ?? throw new InvalidOperationException("The broker was taken already.");
    }

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
