// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>An enterprise group was deleted.</summary>
/// <param name="EnterpriseGroup">The group.</param>
[Event("org.openedx.enterprise.enterprise_group.deleted.v1", Topic = "enterprise-core")]
public sealed partial record EnterpriseGroupDeleted(EnterpriseGroup EnterpriseGroup);
