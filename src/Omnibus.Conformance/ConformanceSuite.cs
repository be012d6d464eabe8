using Omnibus.Conformance.Cases.Bus;
using Omnibus.Conformance.Cases.Driver;

namespace Omnibus.Conformance;

/// <summary>Every promise of a transport, in reading order.</summary>
public static class ConformanceSuite
{
    /// <summary>The cases. Their names are unique.</summary>
    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        .. RoundTripCases.All,
        .. OrderCases.All,
        .. PartitionCases.All,
        .. GroupCases.All,
        .. StartCases.All,
        .. SettlementCases.All,
        .. ReadingCases.All,
        .. WakingCases.All,
        .. LeaseCases.All,
        .. FencingCases.All,
        .. OwnershipCases.All,
        .. ClosingCases.All,
        .. InterruptionCases.All,
        .. FaultCases.All,
        .. FactCases.All,
        .. AdministrationCases.All,
        .. GroupAdministrationCases.All,
        .. MemoryCases.All,
        .. StressCases.All,
        .. PublishingCases.All,
        .. HandlingCases.All,
        .. FailureCases.All,
    ];
}
