// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>A user who belongs to an enterprise.</summary>
public sealed record EnterpriseCustomerUser
{
    /// <summary>The id.</summary>
    public required long Id { get; init; }

    /// <summary>When it was created.</summary>
    public required IsoDateTime Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public required IsoDateTime Modified { get; init; }

    /// <summary>The enterprise.</summary>
    public required Guid EnterpriseCustomerUuid { get; init; }

    /// <summary>The user.</summary>
    public required long UserId { get; init; }

    /// <summary>Whether the user is active in the enterprise now.</summary>
    public required bool Active { get; init; }

    /// <summary>Whether the user is linked to the enterprise.</summary>
    public required bool Linked { get; init; }

    /// <summary>Whether the user may be linked again.</summary>
    public required bool IsRelinkable { get; init; }

    /// <summary>Whether the user becomes inactive in other enterprises.</summary>
    public required bool ShouldInactivateOtherCustomers { get; init; }

    /// <summary>The invitation by which the user came.</summary>
    public Guid? InviteKey { get; init; }
}
