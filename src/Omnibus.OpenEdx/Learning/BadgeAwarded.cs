// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A badge was awarded.</summary>
/// <param name="Badge">The badge.</param>
[Event("org.openedx.learning.badge.awarded.v1", Topic = "learning-badges-lifecycle")]
public sealed partial record BadgeAwarded(BadgeData Badge);
