// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>What takes a transaction of a ledger back.</summary>
public sealed record LedgerTransactionReversal
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
}
