// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A notification to people of a course was requested.</summary>
/// <param name="CourseNotificationData">The notification.</param>
[Event("org.openedx.learning.course.notification.requested.v1", Topic = "notifications")]
public sealed partial record CourseNotificationRequested(CourseNotificationData CourseNotificationData);
