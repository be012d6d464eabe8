// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>A ledger transaction was created.</summary>
/// <param name="LedgerTransaction">The transaction.</param>
[Event("org.openedx.enterprise.subsidy_ledger_transaction.created.v1", Topic = "enterprise-ledger")]
public sealed partial record LedgerTransactionCreated(LedgerTransaction LedgerTransaction);
