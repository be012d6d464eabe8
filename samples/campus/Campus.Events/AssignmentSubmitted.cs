using Omnibus;

namespace Campus.Events;

/// <summary>A student handed work in.</summary>
/// <param name="SubmissionId">Names the submission.</param>
/// <param name="Student">Who handed it in.</param>
/// <param name="Course">For which course.</param>
/// <param name="Assignment">For which assignment of the course.</param>
/// <param name="Attempt">Which try this is, from 1.</param>
/// <param name="Late">Whether the deadline was over.</param>
/// <param name="Files">The work.</param>
/// <param name="Scores">What the automatic tests gave, by test.</param>
/// <param name="SubmittedAt">When.</param>
[Event("edu.campus.assignment.submitted.v1", Topic = "assignments", Key = "student.number")]
public sealed partial record AssignmentSubmitted(
    Guid SubmissionId,
    Student Student,
    Course Course,
    string Assignment,
    int Attempt,
    bool Late,
    IReadOnlyList<SubmittedFile> Files,
    IReadOnlyDictionary<string, double> Scores,
    DateTimeOffset SubmittedAt);
