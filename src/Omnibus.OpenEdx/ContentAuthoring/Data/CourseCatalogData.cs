// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>What the catalogue says of a course.</summary>
public sealed record CourseCatalogData
{
    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>When the course takes place.</summary>
    public required CourseScheduleData ScheduleData { get; init; }

    /// <summary>Whether the course is hidden from the catalogue.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether one must be invited to enroll.</summary>
    public bool InvitationOnly { get; init; }
}
