using Omnibus.Configuration;

namespace Omnibus.Testing;

/// <summary>Publishes, and notes what was published and where it was stored.</summary>
internal sealed class WatchedBus(IEventBus bus, BusConfiguration configuration, Testbed testbed) : IEventBus
{
    public async ValueTask<PublishReceipt> PublishAsync<TEvent>(TEvent @event, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TEvent : class, IEvent<TEvent>
    {
        using var publishing = testbed.Ledger.Publishing();
        var receipt = await bus.PublishAsync(@event, options, cancellationToken).ConfigureAwait(false);
        Note(@event, options, receipt);
        return receipt;
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync<TEvent>(
        IEnumerable<TEvent> events, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TEvent : class, IEvent<TEvent>
    {
        ArgumentNullException.ThrowIfNull(events);
        var all = events.ToList();
        using var publishing = testbed.Ledger.Publishing();
        var receipts = await bus.PublishAsync(all, options, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < receipts.Count; i++)
        {
            Note(all[i], options, receipts[i]);
        }

        return receipts;
    }

    private void Note<TEvent>(TEvent @event, PublishOptions? options, PublishReceipt receipt)
        where TEvent : class, IEvent<TEvent>
    {
        testbed.Record.Add(new PublishedEvent<TEvent>(@event, options, receipt));
        foreach (var route in receipt.Routes)
        {
            testbed.Ledger.Stored(Place.Of(configuration, route.Transport, route.Topic, route.Partition, route.Position));
        }
    }
}
