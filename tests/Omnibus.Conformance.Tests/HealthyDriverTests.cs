using Omnibus.Conformance.Tests.Healthy;

namespace Omnibus.Conformance.Tests;

public sealed class HealthyDriverTests
{
    [Fact]
    public async Task A_driver_that_only_passes_on_keeps_every_promise()
    {
        var failures = await SuiteRun.FailuresAsync(new HealthyHarness((memory, cable) => new HealthyTransport(memory, cable)), _ => true);
        Assert.Empty(failures);
    }
}
