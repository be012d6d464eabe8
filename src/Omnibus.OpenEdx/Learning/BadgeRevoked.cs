// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A badge was revoked.</summary>
/// <param name="Badge">The badge.</param>
[Event("org.openedx.learning.badge.revoked.v1", Topic = "learning-badges-lifecycle")]
public sealed partial record BadgeRevoked(BadgeData Badge);
