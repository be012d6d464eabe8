// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A block in a content library.</summary>
public sealed record LibraryBlockData
{
    /// <summary>The library.</summary>
    public required LibraryLocatorV2 LibraryKey { get; init; }

    /// <summary>The block.</summary>
    public required LibraryUsageLocatorV2 UsageKey { get; init; }
}
