// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A content library.</summary>
public sealed record ContentLibraryData
{
    /// <summary>The library.</summary>
    public required LibraryLocatorV2 LibraryKey { get; init; }

    /// <summary>Whether courses should take over changed blocks.</summary>
    public bool UpdateBlocks { get; init; }
}
