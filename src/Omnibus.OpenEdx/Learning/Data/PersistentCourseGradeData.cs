// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's grade in a course.</summary>
public sealed record PersistentCourseGradeData
{
    /// <summary>The user.</summary>
    public required long UserId { get; init; }

    /// <summary>The course.</summary>
    public required CourseData Course { get; init; }

    /// <summary>When the course was last edited.</summary>
    public required IsoDateTime CourseEditedTimestamp { get; init; }

    /// <summary>The version of the course.</summary>
    public required string CourseVersion { get; init; }

    /// <summary>The hash of the grading policy.</summary>
    public required string GradingPolicyHash { get; init; }

    /// <summary>The grade, from 0 to 1.</summary>
    public required double PercentGrade { get; init; }

    /// <summary>The grade as a letter.</summary>
    public required string LetterGrade { get; init; }

    /// <summary>When the learner passed.</summary>
    public required IsoDateTime PassedTimestamp { get; init; }
}
