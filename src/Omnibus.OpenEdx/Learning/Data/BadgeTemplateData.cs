// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>What a badge is made from.</summary>
public sealed record BadgeTemplateData
{
    /// <summary>The id.</summary>
    public required string Uuid { get; init; }

    /// <summary>Where the template comes from.</summary>
    public required string Origin { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Where its image is.</summary>
    public string? ImageUrl { get; init; }
}
