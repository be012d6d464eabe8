// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A certificate was created.</summary>
/// <param name="Certificate">The certificate.</param>
[Event("org.openedx.learning.certificate.created.v1", Topic = "learning-certificate-lifecycle", Key = "certificate.course.course_key")]
public sealed partial record CertificateCreated(CertificateData Certificate);
