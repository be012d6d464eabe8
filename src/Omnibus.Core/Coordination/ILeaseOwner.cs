using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>
/// The consumer's side of ownership by leases. Called from the coordinator's own tasks, one call at a time, except that
/// <see cref="RevokingAsync"/> may be pending while others are called. No call may wait for the receive loop, or throw, except
/// <see cref="RevokingAsync"/>.
/// </summary>
internal interface ILeaseOwner
{
    /// <summary>The consumer reads these from now on, beside those it has.</summary>
    void Assigned(IReadOnlyList<Assignment> assignments);

    /// <summary>
    /// Stop delivering these, finish what is in flight, settle it. Completes when that is done; then the leases are released.
    /// Cancelled when the drain's time is over: the leases are released all the same, and what comes later is refused by its epoch.
    /// </summary>
    ValueTask RevokingAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>These are gone already: stop delivering them at once and settle nothing of them. May come while they are revoked.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The lease store or the topic administration failed. The coordinator goes on trying, for ever.</summary>
    void CoordinationFailed(Exception exception);

    /// <summary>They answer again.</summary>
    void CoordinationRecovered();
}
