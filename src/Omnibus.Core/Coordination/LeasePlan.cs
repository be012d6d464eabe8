using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>What a member does after a look at its group.</summary>
internal sealed record LeasePlan
{
    /// <summary>The partition leases that it tries to take, each as it was seen.</summary>
    public required IReadOnlyList<LeaseState> Acquire { get; init; }

    /// <summary>What it gives to others: to be drained, then released.</summary>
    public required IReadOnlyList<TopicPartition> GiveUp { get; init; }

    /// <summary>Memberships of the dead that it removes.</summary>
    public required IReadOnlyList<LeaseState> Bury { get; init; }

    /// <summary>The names of all live members, itself among them, in ordinal order.</summary>
    public required IReadOnlyList<string> Members { get; init; }
}
