// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A program's certificate was revoked.</summary>
/// <param name="ProgramCertificate">The certificate.</param>
[Event("org.openedx.learning.program.certificate.revoked.v1", Topic = "learning-program-certificate-lifecycle", Key = "program_certificate.program.uuid")]
public sealed partial record ProgramCertificateRevoked(ProgramCertificateData ProgramCertificate);
