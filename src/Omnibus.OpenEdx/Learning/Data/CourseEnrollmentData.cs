// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's enrollment in a course.</summary>
public sealed record CourseEnrollmentData
{
    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The course.</summary>
    public required CourseData Course { get; init; }

    /// <summary>The mode of enrollment, for example audit.</summary>
    public required string Mode { get; init; }

    /// <summary>Whether it is active.</summary>
    public required bool IsActive { get; init; }

    /// <summary>When it was created.</summary>
    public required IsoDateTime CreationDate { get; init; }

    /// <summary>Who created it; null where nobody else did.</summary>
    public UserData? CreatedBy { get; init; }
}
