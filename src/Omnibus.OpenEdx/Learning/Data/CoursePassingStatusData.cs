// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>Whether a learner passes a course.</summary>
public sealed record CoursePassingStatusData
{
    /// <summary>Whether the learner passes.</summary>
    public required bool IsPassing { get; init; }

    /// <summary>The course.</summary>
    public required CourseData Course { get; init; }

    /// <summary>The user.</summary>
    public required UserData User { get; init; }
}
