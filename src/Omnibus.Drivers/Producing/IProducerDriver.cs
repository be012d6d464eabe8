namespace Omnibus.Drivers;

/// <summary>Writes batches. One core loop calls one producer at a time.</summary>
public interface IProducerDriver : IAsyncDisposable
{
    /// <summary>
    /// Hands a batch to the broker, in order. Returns when the array behind <paramref name="batch"/> may be reused; the records may be
    /// settled then or later, from any thread, each exactly once.
    /// </summary>
    /// <remarks>
    /// If it throws, nothing was handed over and the core owns all records again. Once one record was handed to the client it does not
    /// throw: it fails the rest. A cancelled call may have stored records: they are settled as it turns out, never forgotten.
    /// </remarks>
    ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when every record handed over so far is settled. The core calls it after a failure, once it has all of them back: what a driver with
    /// <see cref="TransportInfo.IdempotentPipelining"/> refused because something before it had failed, it takes again from then on.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}

/// <summary>What the core asks of a producer.</summary>
public sealed record ProducerRequest
{
    /// <summary>
    /// How long a record may wait at the client for an absent broker before it is failed with a fault that classifies as
    /// <see cref="FaultCode.Unavailable"/>. The core tries again as long as its own caller waits.
    /// </summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
