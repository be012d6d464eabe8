// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner has moved to another cohort.</summary>
/// <param name="Cohort">The cohort.</param>
[Event("org.openedx.learning.cohort_membership.changed.v1", Topic = "course-cohort")]
public sealed partial record CohortMembershipChanged(CohortData Cohort);
