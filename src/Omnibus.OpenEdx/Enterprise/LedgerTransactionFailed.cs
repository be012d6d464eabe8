// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>A ledger transaction has failed.</summary>
/// <param name="LedgerTransaction">The transaction.</param>
[Event("org.openedx.enterprise.subsidy_ledger_transaction.failed.v1", Topic = "enterprise-ledger")]
public sealed partial record LedgerTransactionFailed(LedgerTransaction LedgerTransaction);
