// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A user has registered.</summary>
/// <param name="User">The user.</param>
[Event("org.openedx.learning.student.registration.completed.v1", Topic = "user-registration", Key = "user.pii.username")]
public sealed partial record StudentRegistrationCompleted(UserData User);
