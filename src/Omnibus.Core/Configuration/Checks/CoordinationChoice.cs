namespace Omnibus.Configuration;

/// <summary>Chooses who decides what a consumer reads.</summary>
internal static class CoordinationChoice
{
    /// <summary>
    /// The first of these that the transport offers. Order needs one owner for each partition, so the broker's or the core's coordination; without
    /// order, sharing single records is best, and owning partitions does as well. <see cref="Drivers.Coordination.None"/>: the transport cannot do it.
    /// </summary>
    public static Drivers.Coordination For(Ordering ordering, Drivers.Coordination offered)
    {
        if (ordering == Ordering.None && offered.HasFlag(Drivers.Coordination.Shared))
        {
            return Drivers.Coordination.Shared;
        }

        return offered.HasFlag(Drivers.Coordination.Broker) ? Drivers.Coordination.Broker : offered & Drivers.Coordination.Leases;
    }
}
