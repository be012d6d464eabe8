// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A certificate was revoked.</summary>
/// <param name="Certificate">The certificate.</param>
[Event("org.openedx.learning.certificate.revoked.v1", Topic = "learning-certificate-lifecycle", Key = "certificate.course.course_key")]
public sealed partial record CertificateRevoked(CertificateData Certificate);
