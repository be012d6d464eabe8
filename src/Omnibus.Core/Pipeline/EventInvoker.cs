using Omnibus.Consuming;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Schemas;

namespace Omnibus.Pipeline;

/// <summary>Decodes the events of one type and calls the consumer's handlers of it.</summary>
internal abstract class EventInvoker
{
    /// <summary>The type as it travels.</summary>
    public abstract string EventType { get; }

    /// <summary>Some handler lives no longer than a delivery.</summary>
    public abstract bool NeedsScope { get; }

    /// <summary>Reads the event from the delivery; null where the schema of <paramref name="missing"/> must be learned first.</summary>
    /// <exception cref="EventDataException">The bytes are not such an event.</exception>
    public abstract object? Decode(WireReader reader, Delivery delivery, out SchemaMark missing);

    /// <summary>Learns how records with a mark are read. What the schema store's driver throws goes through as it is.</summary>
    /// <exception cref="EventDataException">The mark is not known, or what is written with it cannot be read here.</exception>
    public virtual ValueTask LearnAsync(SchemaMark mark, WriterSchemas writers, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Decodes a delivery before its turn. False where it is of another type, or its own turn must find out what it is.</summary>
    public virtual bool TryDecodeAhead(WireReader reader, InFlight delivery) => false;

    /// <summary>The handlers of a name, as bits of <see cref="DeliveryWork.HandlersDone"/>; 0 where there is none of that name.</summary>
    public virtual ulong Named(string handler) => 0;

    /// <summary>Calls every handler that is not done yet.</summary>
    /// <exception cref="FailedDeliveryException">Some handlers failed; the others are done.</exception>
    public abstract ValueTask HandleAsync(DeliveryWork work, IServiceProvider services);
}
