// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>An external grader has sent a score. In-process only.</summary>
/// <param name="Score">The score.</param>
[Event("org.openedx.learning.external_grader.score.submitted.v1", InProcessOnly = true)]
public sealed partial record ExternalGraderScoreSubmitted(ExternalGraderScoreData Score);
