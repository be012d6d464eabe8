// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A notification to certain users was requested.</summary>
/// <param name="NotificationData">The notification.</param>
[Event("org.openedx.learning.user.notification.requested.v1", Topic = "notifications")]
public sealed partial record UserNotificationRequested(UserNotificationData NotificationData);
