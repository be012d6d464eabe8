// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A piece of content, and what of it has changed.</summary>
public sealed record ContentObjectChangedData
{
    /// <summary>The content, by its key as text.</summary>
    public required string ObjectId { get; init; }

    /// <summary>What has changed; empty where that is not known.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
