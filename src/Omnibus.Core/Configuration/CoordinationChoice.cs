using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Chooses who decides what a consumer reads.</summary>
internal static class CoordinationChoice
{
    /// <summary>
    /// The first of these that the transport offers. Order needs one owner for each partition, so the broker's or the core's coordination; without
    /// order, sharing single records is best, and owning partitions does as well. <see cref="Coordination.None"/>: the transport cannot do it.
    /// </summary>
    public static Coordination For(Ordering ordering, Coordination offered)
    {
        if (ordering == Ordering.None && offered.HasFlag(Coordination.Shared))
        {
            return Coordination.Shared;
        }

        return offered.HasFlag(Coordination.Broker) ? Coordination.Broker : offered & Coordination.Leases;
    }
}
