// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>A group of learners of an enterprise.</summary>
public sealed record EnterpriseGroup
{
    /// <summary>The id.</summary>
    public required Guid Uuid { get; init; }
}
