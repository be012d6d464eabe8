using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>A lease as it was listed, and for how long it looked exactly so, on our own clock.</summary>
/// <param name="State">What the store said.</param>
/// <param name="Since">When it was first seen in this state.</param>
/// <param name="Still">From then until it was last seen.</param>
internal readonly record struct SeenLease(LeaseState State, TimeSpan Since, TimeSpan Still)
{
    /// <summary>Nobody keeps it: it is free, or its holder did not renew it in time.</summary>
    public bool IsTakeable => State.Owner is null || Still >= State.Duration;
}
