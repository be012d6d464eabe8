// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A block of a course.</summary>
public sealed record XBlockData
{
    /// <summary>The block.</summary>
    public required UsageKey UsageKey { get; init; }

    /// <summary>What kind of block it is, for example video.</summary>
    public required string BlockType { get; init; }

    /// <summary>The version of the block, as a key; null where it is not known.</summary>
    public UsageKey? Version { get; init; }
}
