using Omnibus;

namespace Campus.Events;

/// <summary>A student finished a course.</summary>
[Event("edu.campus.certificate.issued.v1", Topic = "certificates", Key = "student.number")]
public sealed partial record CertificateIssued(
    Guid CertificateId,
    Student Student,
    Course Course,
    double Grade,
    bool Distinction,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ValidUntil);
