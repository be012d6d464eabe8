// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>An identity verification attempt was approved.</summary>
/// <param name="IdvAttempt">The attempt.</param>
[Event("org.openedx.learning.idv_attempt.approved.v1", Topic = "learning-idv-attempt-lifecycle")]
public sealed partial record IdvAttemptApproved(VerificationAttemptData IdvAttempt);
