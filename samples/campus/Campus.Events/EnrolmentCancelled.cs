using Omnibus;

namespace Campus.Events;

/// <summary>A student left a course.</summary>
[Event("edu.campus.enrolment.cancelled.v1", Topic = "enrolments", Key = "student.number")]
public sealed partial record EnrolmentCancelled(
    Guid EnrolmentId,
    Student Student,
    Course Course,
    string? Reason,
    long? RefundCents,
    DateTimeOffset CancelledAt);
