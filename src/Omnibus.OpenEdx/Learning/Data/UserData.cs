// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A user.</summary>
public sealed record UserData
{
    /// <summary>The id.</summary>
    public required long Id { get; init; }

    /// <summary>Whether the user's account is active.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Personal data.</summary>
    public required UserPersonalData Pii { get; init; }
}
