// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A user has logged in.</summary>
/// <param name="User">The user.</param>
[Event("org.openedx.learning.auth.session.login.completed.v1", Topic = "user-login", Key = "user.pii.username")]
public sealed partial record SessionLoginCompleted(UserData User);
