// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A course access role was added.</summary>
/// <param name="CourseAccessRoleData">The role.</param>
[Event("org.openedx.learning.user.course_access_role.added.v1", Topic = "course-access-role", Key = "course_access_role_data.course_key")]
public sealed partial record CourseAccessRoleAdded(CourseAccessRoleData CourseAccessRoleData);
