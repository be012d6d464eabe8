// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A piece of content.</summary>
public sealed record ContentObjectData
{
    /// <summary>The content, by its key as text.</summary>
    public required string ObjectId { get; init; }
}
