// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A course was created.</summary>
/// <param name="Course">The course.</param>
[Event("org.openedx.content_authoring.course.created.v1", Topic = "course-authoring")]
public sealed partial record CourseCreated(CourseData Course);
