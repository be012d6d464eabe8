// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>The content of a course was imported.</summary>
/// <param name="Course">The course.</param>
[Event("org.openedx.content_authoring.course.import.completed.v1", Topic = "course-authoring")]
public sealed partial record CourseImportCompleted(CourseData Course);
