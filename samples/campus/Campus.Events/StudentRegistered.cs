using Omnibus;

namespace Campus.Events;

/// <summary>Somebody became a student.</summary>
[Event("edu.campus.student.registered.v1", Topic = "students", Key = "student.number")]
public sealed partial record StudentRegistered(
    Student Student,
    string Programme,
    Address? Address,
    IReadOnlyList<string> Languages,
    bool FullTime,
    DateTimeOffset RegisteredAt);
