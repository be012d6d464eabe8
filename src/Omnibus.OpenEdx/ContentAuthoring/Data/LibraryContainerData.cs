// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A container in a content library.</summary>
public sealed record LibraryContainerData
{
    /// <summary>The container.</summary>
    public required LibraryContainerLocator ContainerKey { get; init; }

    /// <summary>Whether the change comes from work in the background that covers many things.</summary>
    public bool Background { get; init; }
}
