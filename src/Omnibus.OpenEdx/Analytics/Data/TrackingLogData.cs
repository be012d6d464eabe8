// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Analytics;

/// <summary>An entry of the tracking log.</summary>
public sealed record TrackingLogData
{
    /// <summary>What happened, by name.</summary>
    public required string Name { get; init; }

    /// <summary>When it happened.</summary>
    public required IsoDateTime Timestamp { get; init; }

    /// <summary>What happened, as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>Where it happened, as JSON.</summary>
    public required string Context { get; init; }
}
