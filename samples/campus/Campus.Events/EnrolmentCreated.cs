using Omnibus;

namespace Campus.Events;

/// <summary>A student chose a course.</summary>
[Event("edu.campus.enrolment.created.v1", Topic = "enrolments", Key = "student.number")]
public sealed partial record EnrolmentCreated(
    Guid EnrolmentId,
    Student Student,
    Course Course,
    bool WaitingList,
    long? FeeCents,
    DateTimeOffset CreatedAt);
