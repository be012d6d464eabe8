using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>How a case wants to read.</summary>
internal sealed record ReadRequest
{
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Null reads without a group.</summary>
    public string? Group { get; init; }

    public Coordination Coordination { get; init; }

    public StartPoint Start { get; init; } = StartPoint.Earliest;

    /// <summary>Null waits as shortly as the harness allows.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>With leases: the partitions to take; null takes all.</summary>
    public IReadOnlyList<int>? Partitions { get; init; }

    /// <summary>With a coordinating broker: the owner to tell; null makes one.</summary>
    public RecordingOwner? Owner { get; init; }

    /// <summary>With a coordinating broker: returns before the consumer has partitions.</summary>
    public bool DoNotWait { get; init; }
}
