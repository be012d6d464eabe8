using Omnibus.Conformance.Cases.Bus;
using Omnibus.Conformance.Cases.Driver;

namespace Omnibus.Conformance;

/// <summary>Every promise of a transport, in reading order.</summary>
public static class ConformanceSuite
{
    /// <summary>What the driver alone promises. A driver that breaks one promise fails the one case that is named for it.</summary>
    public static IReadOnlyList<ConformanceCase> DriverCases { get; } =
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
        .. SchemaCases.All,
        .. MemoryCases.All,
        .. StressCases.All,
    ];

    /// <summary>What the whole bus promises over the driver. A broken driver breaks several of them, or none.</summary>
    public static IReadOnlyList<ConformanceCase> BusCases { get; } =
    [
        .. PublishingCases.All,
        .. HandlingCases.All,
        .. FailureCases.All,
    ];

    /// <summary>All cases: the driver's, then the bus's. Their names are unique.</summary>
    public static IReadOnlyList<ConformanceCase> Cases { get; } = [.. DriverCases, .. BusCases];
}
