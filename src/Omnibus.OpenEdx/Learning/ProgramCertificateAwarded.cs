// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A program's certificate was awarded.</summary>
/// <param name="ProgramCertificate">The certificate.</param>
[Event("org.openedx.learning.program.certificate.awarded.v1", Topic = "learning-program-certificate-lifecycle", Key = "program_certificate.program.uuid")]
public sealed partial record ProgramCertificateAwarded(ProgramCertificateData ProgramCertificate);
