// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A course enrollment was created.</summary>
/// <param name="Enrollment">The enrollment.</param>
[Event("org.openedx.learning.course.enrollment.created.v1", Topic = "course-enrollment", Key = "enrollment.course.course_key")]
public sealed partial record CourseEnrollmentCreated(CourseEnrollmentData Enrollment);
