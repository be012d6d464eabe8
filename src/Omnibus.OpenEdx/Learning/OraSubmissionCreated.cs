// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>An open response submission was created.</summary>
/// <param name="Submission">The submission.</param>
[Event("org.openedx.learning.ora.submission.created.v1", Topic = "ora-submission")]
public sealed partial record OraSubmissionCreated(OraSubmissionData Submission);
