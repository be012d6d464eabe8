namespace Omnibus.Drivers;

/// <summary>Who decides which consumer of a group reads which partition.</summary>
[Flags]
public enum Coordination
{
    /// <summary>Nobody: a reader without a group reads every partition and settles nothing.</summary>
    None = 0,

    /// <summary>The broker; the driver tells the core through <see cref="IPartitionOwner"/>.</summary>
    Broker = 1,

    /// <summary>The core, over the transport's <see cref="ILeaseStore"/>; it tells the consumer through <see cref="IAssignableConsumer"/>.</summary>
    Leases = 2,

    /// <summary>Nobody needs to: consumers compete for single records, without order.</summary>
    Shared = 4,
}
