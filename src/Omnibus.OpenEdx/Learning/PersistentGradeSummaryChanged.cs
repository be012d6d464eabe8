// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's grade in a course has changed.</summary>
/// <param name="Grade">The grade.</param>
[Event("org.openedx.learning.course.persistent_grade_summary.changed.v1", Topic = "grades")]
public sealed partial record PersistentGradeSummaryChanged(PersistentCourseGradeData Grade);
