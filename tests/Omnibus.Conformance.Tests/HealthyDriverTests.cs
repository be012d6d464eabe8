using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Conformance.Tests.Healthy.Brokered;

namespace Omnibus.Conformance.Tests;

public sealed class HealthyDriverTests
{
    [Fact]
    public async Task A_driver_that_only_passes_on_keeps_every_promise()
    {
        var failures = await SuiteRun.FailuresAsync(new HealthyHarness((memory, cable) => new HealthyTransport(memory, cable)), ConformanceSuite.Cases);
        Assert.Empty(failures);
    }

    [Fact]
    public async Task A_driver_whose_store_outlives_its_connections_keeps_every_promise()
    {
        // All but that memory is given back: the store is memory, and stays.
        await using var harness = new HealthyHarness((memory, cable) => new HealthyTransport(memory, cable), info => info with { Durable = true }) { KeepsStore = true };
        Assert.Empty(await SuiteRun.FailuresAsync(harness, ConformanceSuite.Cases.Where(promise => promise.Family != "Memory")));
    }

    [Fact]
    public async Task A_driver_whose_broker_coordinates_keeps_every_promise()
    {
        var harness = new HealthyHarness(
            (memory, cable) => new BrokeredTransport(
                new HealthyTransport(memory, cable),
                (inner, leases, topics, request) => new BrokeredConsumer(inner, leases, topics, request)),
            BrokeredTransport.Declare) { SilenceLimit = GroupCoordinator.SilenceLimit };
        Assert.Empty(await SuiteRun.FailuresAsync(harness, ConformanceSuite.Cases));
    }
}
