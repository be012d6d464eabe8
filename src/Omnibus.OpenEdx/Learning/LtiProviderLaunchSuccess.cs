// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>Content was launched by another platform over LTI.</summary>
/// <param name="LaunchData">The launch.</param>
[Event("org.openedx.learning.lti_provider.launch.success.v1", Topic = "lti")]
public sealed partial record LtiProviderLaunchSuccess(LtiProviderLaunchData LaunchData);
