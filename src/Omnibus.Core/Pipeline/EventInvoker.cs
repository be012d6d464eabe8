namespace Omnibus.Pipeline;

/// <summary>Decodes the events of one type and calls the consumer's handlers of it.</summary>
internal abstract class EventInvoker
{
    /// <summary>The type as it travels.</summary>
    public abstract string EventType { get; }

    /// <summary>Some handler lives no longer than a delivery.</summary>
    public abstract bool NeedsScope { get; }

    /// <summary>Reads the event from the delivery.</summary>
    /// <exception cref="EventDataException">The bytes are not such an event.</exception>
    public abstract object Decode(DeliveryWork work);

    /// <summary>Calls every handler that is not done yet.</summary>
    /// <exception cref="FailedDeliveryException">Some handlers failed; the others are done.</exception>
    public abstract ValueTask HandleAsync(DeliveryWork work, IServiceProvider services);
}
