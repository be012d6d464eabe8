// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Authz;

/// <summary>A role that somebody has in a scope.</summary>
public sealed record RoleAssignmentData
{
    /// <summary>Whether the role was created or deleted.</summary>
    public required string Operation { get; init; }

    /// <summary>Who has the role.</summary>
    public required string Subject { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>Where the role counts.</summary>
    public required string Scope { get; init; }

    /// <summary>The user who did it; null where nobody did.</summary>
    public long? ActorId { get; init; }
}
