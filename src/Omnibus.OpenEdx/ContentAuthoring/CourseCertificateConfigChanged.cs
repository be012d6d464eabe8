// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>The configuration of a course's certificates was changed. In-process only: it holds images.</summary>
/// <param name="CertificateConfig">The configuration.</param>
[Event("org.openedx.content_authoring.course.certificate_config.changed.v1", InProcessOnly = true)]
public sealed partial record CourseCertificateConfigChanged(CertificateConfigData CertificateConfig);
