// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>An enrollment that an enterprise paid for with learner credit.</summary>
public sealed record LearnerCreditEnterpriseCourseEnrollment
{
    /// <summary>The id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>When it was created.</summary>
    public required IsoDateTime Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public required IsoDateTime Modified { get; init; }

    /// <summary>How it is fulfilled.</summary>
    public required string FulfillmentType { get; init; }

    /// <summary>Whether it was revoked.</summary>
    public required bool IsRevoked { get; init; }

    /// <summary>The entitlement that it belongs to.</summary>
    public Guid? EnterpriseCourseEntitlementUuid { get; init; }

    /// <summary>The enrollment in the course.</summary>
    public EnterpriseCourseEnrollment? EnterpriseCourseEnrollment { get; init; }

    /// <summary>The transaction that paid.</summary>
    public Guid? TransactionId { get; init; }
}
