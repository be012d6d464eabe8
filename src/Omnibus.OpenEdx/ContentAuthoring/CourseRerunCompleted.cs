// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A course was copied to a new run.</summary>
/// <param name="Course">The course.</param>
[Event("org.openedx.content_authoring.course.rerun.completed.v1", Topic = "course-authoring")]
public sealed partial record CourseRerunCompleted(CourseData Course);
