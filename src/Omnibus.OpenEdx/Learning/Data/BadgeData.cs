// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A badge that a user has.</summary>
public sealed record BadgeData
{
    /// <summary>The id.</summary>
    public required string Uuid { get; init; }

    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>What the badge is made from.</summary>
    public required BadgeTemplateData Template { get; init; }
}
