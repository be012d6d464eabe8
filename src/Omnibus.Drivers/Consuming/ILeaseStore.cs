namespace Omnibus.Drivers;

/// <summary>
/// Ability of a transport, required with <see cref="Coordination.Leases"/>: keeps leases and the positions of groups, with compare-and-set.
/// The core's one coordinator decides everything else.
/// </summary>
/// <remarks>
/// A lease holds an owner, an epoch, a renewal counter and a duration, and no clock time. A contender that saw the counter stand still for
/// the duration, on its own monotonic clock, may take the lease. Every successful acquisition raises the epoch, also after a release.
/// An owner is a text that a store keeps and compares and does not read: of a partition the member's name, of a membership the topics that the
/// member reads, one a line.
/// </remarks>
public interface ILeaseStore
{
    /// <summary>
    /// Makes a group known: stores the resolved start of every partition of these topics that has no stored position, in one step for each topic.
    /// Does nothing where positions are stored already, so that a restart goes on where it stopped.
    /// </summary>
    ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken);

    /// <summary>All leases of a group that were ever acquired and not deleted: partitions and members, also free ones.</summary>
    ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a lease if nobody holds it, or if it is held exactly as <see cref="LeaseClaim.Expected"/> says (owner, epoch and counter).
    /// Null if someone else was faster.
    /// </summary>
    ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken);

    /// <summary>Raises the counters of leases that are still held under their epoch, and returns those that are not: they are lost.</summary>
    ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken);

    /// <summary>Frees leases that are still held under their epoch; others are left alone. The lease of a member disappears.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken);
}

/// <summary>What a lease is about: a partition of a group, or the membership of a consumer in a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Partition">The partition; null for a membership.</param>
/// <param name="Member">The member; null for a partition.</param>
public readonly record struct LeaseName(string Group, TopicPartition? Partition, string? Member)
{
    /// <summary>The lease of a partition.</summary>
    public static LeaseName Of(string group, TopicPartition partition) => new(group, partition, null);

    /// <summary>The lease of a member.</summary>
    public static LeaseName Of(string group, string member) => new(group, null, member);
}

/// <summary>A lease that someone holds.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Epoch">Under which epoch.</param>
public readonly record struct Lease(LeaseName Name, string Owner, long Epoch);

/// <summary>A lease as the store has it.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Owner">Who holds it; null where it is free.</param>
/// <param name="Epoch">The epoch of the last acquisition.</param>
/// <param name="Counter">How often it was renewed.</param>
/// <param name="Duration">How long the counter may stand still.</param>
public readonly record struct LeaseState(LeaseName Name, string? Owner, long Epoch, long Counter, TimeSpan Duration);

/// <summary>A wish to take a lease.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Owner">Who wants it.</param>
/// <param name="Duration">How long the counter may stand still.</param>
/// <param name="Expected">The state in which it may be taken away from its holder; null: only if it is free.</param>
public readonly record struct LeaseClaim(LeaseName Name, string Owner, TimeSpan Duration, LeaseState? Expected);

/// <summary>A lease that was taken.</summary>
/// <param name="Epoch">Higher than every earlier epoch of this lease.</param>
/// <param name="Position">Where the group goes on in the partition, inclusive; null for a membership.</param>
public readonly record struct LeaseGrant(long Epoch, Position? Position);
