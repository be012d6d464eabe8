// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>Somebody who signs certificates.</summary>
public sealed record CertificateSignatoryData
{
    /// <summary>The image of the signature.</summary>
    public required Stream Image { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The organization.</summary>
    public required string Organization { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }
}
