using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>A lease of ours.</summary>
/// <param name="Lease">The lease and its epoch.</param>
/// <param name="ValidUntil">Until when nobody else can have it: counted from before we asked for it or renewed it.</param>
/// <param name="Phase">How far it is on its way back.</param>
internal readonly record struct HeldLease(Lease Lease, TimeSpan ValidUntil, LeasePhase Phase)
{
    /// <summary>Ours to keep: it is renewed, and it can be lost.</summary>
    public bool IsKept => Phase is LeasePhase.Held or LeasePhase.Draining;
}

/// <summary>How far a lease is on its way back.</summary>
internal enum LeasePhase
{
    /// <summary>Its partition is read.</summary>
    Held,

    /// <summary>The consumer was asked for it and finishes its work.</summary>
    Draining,

    /// <summary>The consumer is done with it; it only has to be released.</summary>
    Drained,

    /// <summary>It was lost while the consumer still finished its work. Not acquired again before that work ended.</summary>
    Abandoned,
}
