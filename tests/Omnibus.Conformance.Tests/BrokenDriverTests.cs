using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Conformance.Tests.Healthy.Brokered;
using Xunit.Sdk;
using Xunit.v3;

// Rented memory is counted for the whole process: nothing may rent any beside the case that looks.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Omnibus.Conformance.Tests;

public sealed class BrokenDriverTests(BrokenDriverRuns runs) : IClassFixture<BrokenDriverRuns>
{
    public static TheoryData<string> Names => [.. BrokenDrivers.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_promise_is_noticed_by_the_case_that_is_named_for_it_and_by_no_other(string driver)
    {
        var broken = BrokenDrivers.All[driver];
        var failures = runs.Failures[driver];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, failures));
        Assert.Equal(
            [.. broken.AlsoCaught.Keys.Append(broken.Caught).Order(StringComparer.Ordinal)],
            failures.Keys.Except(broken.CaughtByChance).Order(StringComparer.Ordinal).ToList());
    }

    [Fact]
    public void Every_case_of_the_suite_catches_a_driver_that_is_broken_for_it() =>
        Assert.Empty(ConformanceSuite.DriverCases.Select(promise => promise.Name).Except(BrokenDrivers.All.Values.Select(broken => broken.Caught)));

    [Fact]
    public void Every_case_that_is_named_for_a_broken_driver_is_in_the_suite() =>
        Assert.Empty(BrokenDrivers.All.Values.SelectMany(broken => broken.AlsoCaught.Keys.Append(broken.Caught))
            .Except(ConformanceSuite.DriverCases.Select(promise => promise.Name)));
}

/// <summary>Asks every broken driver for every promise, several drivers at a time: mostly they wait for what never comes.</summary>
public sealed class BrokenDriverRuns : IAsyncLifetime
{
    internal ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Failures { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(BrokenDrivers.All, options, async (entry, _) => await RunAsync(entry.Key, entry.Value, ofMemory: false));
        foreach (var (name, broken) in BrokenDrivers.All)
        {
            await RunAsync(name, broken, ofMemory: true);
        }
    }

    public ValueTask DisposeAsync() => default;

    private async Task RunAsync(string name, BrokenDriver broken, bool ofMemory)
    {
        await using var harness = new HealthyHarness(broken.Wrap, broken.Declare, broken.Announce)
        {
            SilenceLimit = GroupCoordinator.SilenceLimit,
            KeepsStore = broken.KeepsStore && !ofMemory,
        };
        var failures = await SuiteRun.FailuresAsync(harness, ConformanceSuite.DriverCases.Where(promise => promise.Family == "Memory" == ofMemory));
        Failures.AddOrUpdate(name, failures, (_, before) => before.Concat(failures).ToDictionary());
    }
}
