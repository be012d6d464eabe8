using Campus.Service;
using Omnibus;

namespace Campus.Registrar;

/// <summary>Publishes, and counts what was stored.</summary>
internal sealed class Publisher(IEventBus bus, Totals totals, TimeProvider time)
{
    // Enough that a broker can store many at once, few enough that the last of them does not wait long.
    private const int Window = 64;

    /// <summary>Returns when the broker has the event.</summary>
    public async Task<Published> PublishAsync<TEvent>(TEvent @event, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent>
    {
        var receipt = await bus.PublishAsync(@event, new PublishOptions { Extensions = PublishTime.Stamp(time) }, cancellationToken);
        totals.Count(TEvent.Definition.Type, receipt.Id);
        return new Published(1, receipt.Id);
    }

    /// <summary>Publishes in order, so that events of one key keep theirs. Returns when the broker has all.</summary>
    public async Task<Published> PublishAsync(IReadOnlyList<FileEvent> events, CancellationToken cancellationToken)
    {
        foreach (var window in events.Chunk(Window))
        {
            // PublishAsync queues an event before it returns: calling in order keeps the order, and waiting together lets the broker store them together.
            var receipts = await Task.WhenAll(window.Select(line => line.Publish(
                bus, line.Options with { Extensions = PublishTime.Stamp(time, line.Options.Extensions) }, cancellationToken).AsTask()));
            foreach (var (line, receipt) in window.Zip(receipts))
            {
                totals.Count(line.Type, receipt.Id);
            }
        }

        return new Published(events.Count);
    }
}

/// <summary>What the API answers.</summary>
internal sealed record Published(int Count, string? Id = null);
