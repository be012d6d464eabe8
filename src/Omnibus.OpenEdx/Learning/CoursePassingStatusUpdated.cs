// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>Whether a learner passes a course was worked out anew.</summary>
/// <param name="CoursePassingStatus">Whether the learner passes.</param>
[Event("org.openedx.learning.course.passing.status.updated.v1", Topic = "grades")]
public sealed partial record CoursePassingStatusUpdated(CoursePassingStatusData CoursePassingStatus);
