// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A role that a user has in a course.</summary>
public sealed record CourseAccessRoleData
{
    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The organization.</summary>
    public required string OrgKey { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }
}
