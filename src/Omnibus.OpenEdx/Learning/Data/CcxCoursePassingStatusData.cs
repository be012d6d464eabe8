// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>Whether a learner passes a custom course.</summary>
public sealed record CcxCoursePassingStatusData
{
    /// <summary>Whether the learner passes.</summary>
    public required bool IsPassing { get; init; }

    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The course.</summary>
    public required CcxCourseData Course { get; init; }
}
