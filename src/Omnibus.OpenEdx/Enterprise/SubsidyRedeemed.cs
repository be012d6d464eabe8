// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>A subsidy was spent on content.</summary>
/// <param name="Redemption">What was spent.</param>
[Event("org.openedx.enterprise.subsidy.redeemed.v1", Topic = "enterprise-core")]
public sealed partial record SubsidyRedeemed(SubsidyRedemption Redemption);
