// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>An error has ended an exam attempt.</summary>
/// <param name="ExamAttempt">The attempt.</param>
[Event("org.openedx.learning.exam.attempt.errored.v1", Topic = "learning-exam-attempt-lifecycle")]
public sealed partial record ExamAttemptErrored(ExamAttemptData ExamAttempt);
