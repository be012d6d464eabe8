// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>A transaction of a subsidy's ledger.</summary>
public sealed record LedgerTransaction
{
    /// <summary>The id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>When it was created.</summary>
    public required IsoDateTime Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public required IsoDateTime Modified { get; init; }

    /// <summary>The same for repetitions of one request.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The amount, in the unit of the ledger.</summary>
    public required long Quantity { get; init; }

    /// <summary>The state.</summary>
    public required string State { get; init; }

    /// <summary>The ledger.</summary>
    public required Guid LedgerUuid { get; init; }

    /// <summary>The policy that allowed it.</summary>
    public required Guid SubsidyAccessPolicyUuid { get; init; }

    /// <summary>The user, by the id in the LMS.</summary>
    public required long LmsUserId { get; init; }

    /// <summary>What is paid for.</summary>
    public required CourseKey ContentKey { get; init; }

    /// <summary>What the content is a part of.</summary>
    public string? ParentContentKey { get; init; }

    /// <summary>What was given in return, by its id.</summary>
    public string? FulfillmentIdentifier { get; init; }

    /// <summary>What takes the transaction back; null where nothing does.</summary>
    public LedgerTransactionReversal? Reversal { get; init; }
}
