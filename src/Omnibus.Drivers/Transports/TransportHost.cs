namespace Omnibus.Drivers;

/// <summary>What the core lends to a transport.</summary>
public sealed record TransportHost
{
    /// <summary>The only clock that a driver uses.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Where a driver reports what happens between calls.</summary>
    public required IDriverNotices Notices { get; init; }

    /// <summary>The name of the service, for client names that an operator sees at the broker.</summary>
    public required string Service { get; init; }

    /// <summary>
    /// The name of this process among the instances of its service: <c>Omnibus:Instance</c> if set, else
    /// <c>{service}-{machine}-{random}</c>, new at each start.
    /// </summary>
    public required string Instance { get; init; }

    /// <summary>
    /// <see cref="Instance"/> comes from configuration, so that at most one live process has it and it outlives a restart:
    /// static membership and taking back what the last run owned are safe.
    /// </summary>
    public bool InstanceIsConfigured { get; init; }
}
