// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>When a course takes place.</summary>
public sealed record CourseScheduleData
{
    /// <summary>When it begins.</summary>
    public required IsoDateTime Start { get; init; }

    /// <summary>Who sets the pace: the instructor or the learner.</summary>
    public required string Pacing { get; init; }

    /// <summary>When it ends.</summary>
    public IsoDateTime? End { get; init; }

    /// <summary>From when on one may enroll.</summary>
    public IsoDateTime? EnrollmentStart { get; init; }

    /// <summary>Until when one may enroll.</summary>
    public IsoDateTime? EnrollmentEnd { get; init; }
}
