// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>An enrollment in a course by way of an enterprise.</summary>
public sealed record EnterpriseCourseEnrollment
{
    /// <summary>The id.</summary>
    public required long Id { get; init; }

    /// <summary>When it was created.</summary>
    public required IsoDateTime Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public required IsoDateTime Modified { get; init; }

    /// <summary>The learner, as a user of the enterprise.</summary>
    public required EnterpriseCustomerUser EnterpriseCustomerUser { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseId { get; init; }

    /// <summary>Whether the learner has put the course aside.</summary>
    public required bool SavedForLater { get; init; }

    /// <summary>Where the enrollment came from.</summary>
    public string? SourceSlug { get; init; }

    /// <summary>Whether the learner has left.</summary>
    public bool? Unenrolled { get; init; }

    /// <summary>When the learner left.</summary>
    public IsoDateTime? UnenrolledAt { get; init; }
}
