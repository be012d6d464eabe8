// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A certificate was changed.</summary>
/// <param name="Certificate">The certificate.</param>
[Event("org.openedx.learning.certificate.changed.v1", Topic = "learning-certificate-lifecycle")]
public sealed partial record CertificateChanged(CertificateData Certificate);
