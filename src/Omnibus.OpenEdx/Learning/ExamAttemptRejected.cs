// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>An exam attempt was rejected.</summary>
/// <param name="ExamAttempt">The attempt.</param>
[Event("org.openedx.learning.exam.attempt.rejected.v1", Topic = "learning-exam-attempt-lifecycle")]
public sealed partial record ExamAttemptRejected(ExamAttemptData ExamAttempt);
