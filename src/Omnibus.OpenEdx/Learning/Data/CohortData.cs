// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's cohort in a course.</summary>
public sealed record CohortData
{
    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The course.</summary>
    public required CourseData Course { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }
}
