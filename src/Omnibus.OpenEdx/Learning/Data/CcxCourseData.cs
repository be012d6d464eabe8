// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A custom course.</summary>
public sealed record CcxCourseData
{
    /// <summary>The custom course.</summary>
    public required CcxLocator CcxCourseKey { get; init; }

    /// <summary>The course that it is made from.</summary>
    public required CourseKey MasterCourseKey { get; init; }

    /// <summary>The name that people see.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The email address of the coach.</summary>
    public string CoachEmail { get; init; } = "";

    /// <summary>When it begins.</summary>
    public string? Start { get; init; }

    /// <summary>When it ends.</summary>
    public string? End { get; init; }

    /// <summary>How many learners there may be.</summary>
    public long? MaxStudentsAllowed { get; init; }
}
