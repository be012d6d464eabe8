// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>An enrollment that an enterprise paid for with learner credit was revoked.</summary>
/// <param name="LearnerCreditCourseEnrollment">The enrollment.</param>
[Event("org.openedx.enterprise.learner_credit_course_enrollment.revoked.v1", Topic = "enterprise-core")]
public sealed partial record LearnerCreditCourseEnrollmentRevoked(LearnerCreditEnterpriseCourseEnrollment LearnerCreditCourseEnrollment);
