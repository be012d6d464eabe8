// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>Personal data of a user.</summary>
public sealed record UserPersonalData
{
    /// <summary>The user name.</summary>
    public required string Username { get; init; }

    /// <summary>The email address.</summary>
    public required string Email { get; init; }

    /// <summary>The full name.</summary>
    public string Name { get; init; } = "";
}
