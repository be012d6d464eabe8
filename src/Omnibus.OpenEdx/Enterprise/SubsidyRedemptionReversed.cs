// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>The spending of a subsidy was taken back.</summary>
/// <param name="Redemption">What was spent.</param>
[Event("org.openedx.enterprise.subsidy.redemption-reversed.v1", Topic = "enterprise-core")]
public sealed partial record SubsidyRedemptionReversed(SubsidyRedemption Redemption);
