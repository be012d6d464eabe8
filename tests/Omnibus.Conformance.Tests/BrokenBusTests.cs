using Omnibus.Conformance.Tests.Breaking.Patched;
using Omnibus.Conformance.Tests.Healthy;

namespace Omnibus.Conformance.Tests;

/// <summary>The cases of the whole bus can fail. A broken driver may break several of them; what counts is that each notices one.</summary>
public sealed class BrokenBusTests
{
    [Fact]
    public void Every_case_of_the_bus_has_a_driver_that_it_must_notice() =>
        Assert.Equal(
            ConformanceSuite.BusCases.Select(promise => promise.Name).Order(StringComparer.Ordinal),
            BusPatches.All.Select(broken => broken.Caught).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_case_of_the_bus_notices_the_driver_that_is_broken_for_it()
    {
        var unnoticed = await Task.WhenAll(BusPatches.All.Select(async broken =>
        {
            await using var harness = new HealthyHarness(broken.Wrap);
            var failures = await SuiteRun.FailuresAsync(harness, ConformanceSuite.BusCases.Where(promise => promise.Name == broken.Caught));
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, failures));
            return failures.Count == 0 ? broken.Caught : null;
        }));
        Assert.Empty(unnoticed.OfType<string>());
    }
}
