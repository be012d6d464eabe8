namespace Omnibus.Drivers;

/// <summary>
/// One configured broker. Safe for concurrent calls, as are the abilities that it implements beside this interface
/// (<see cref="ITopicAdministrator"/>, <see cref="IGroupAdministrator"/>, <see cref="ILeaseStore"/>, <see cref="ITimeIndex"/>,
/// <see cref="ISchemaStore"/>, <see cref="IProbe"/>): implement one or do not, there is no "is supported".
/// </summary>
/// <remarks>
/// A driver moves batches and classifies. It never retries, wraps, logs, traces, serializes, decides ownership, remembers watermarks
/// or dead-letters: the core does each of these once. Let exceptions propagate.
/// Closing a transport, its producers and its consumers is safe at any moment, from any thread, and more than once: it ends a call that waits,
/// and a transport takes along what it opened. Calls after that throw what classifies as <see cref="FaultCode.Closed"/>.
/// A token ends the call that it is given to and nothing that lives on: what a driver opens inside must not end with the token of its opening.
/// </remarks>
public interface ITransport : IAsyncDisposable
{
    /// <summary>How a record is laid out on this broker. May depend on the settings, never changes afterwards.</summary>
    WireFormat Wire { get; }

    /// <summary>
    /// Where the broker is, as its settings and defaults say: a file, or servers, never a user, a password or a token. The core logs it at start, so that a
    /// deployer sees which one was chosen. Null where a place means nothing.
    /// </summary>
    string? Address => null;

    /// <summary>Opens a producer. May connect; an absent broker is an exception that classifies as <see cref="FaultCode.Unavailable"/>.</summary>
    ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken);

    /// <summary>Opens a consumer. May connect; an absent broker is an exception that classifies as <see cref="FaultCode.Unavailable"/>.</summary>
    ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken);

    /// <summary>Says what an exception of this transport means. Pure, and never throws.</summary>
    FaultCode Classify(Exception exception);
}
