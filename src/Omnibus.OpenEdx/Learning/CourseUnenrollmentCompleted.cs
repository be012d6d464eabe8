// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner has left a course.</summary>
/// <param name="Enrollment">The enrollment.</param>
[Event("org.openedx.learning.course.unenrollment.completed.v1", Topic = "course-enrollment", Key = "enrollment.course.course_key")]
public sealed partial record CourseUnenrollmentCompleted(CourseEnrollmentData Enrollment);
