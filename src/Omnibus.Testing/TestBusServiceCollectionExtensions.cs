using Microsoft.Extensions.DependencyInjection.Extensions;
using Omnibus;
using Omnibus.Hosting;
using Omnibus.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts an application's bus on a <see cref="TestBus"/>.</summary>
public static class TestBusServiceCollectionExtensions
{
    /// <summary>
    /// Has the application of these services publish and consume in memory, whatever its configuration says about transports; the rest of its configuration
    /// holds. Call it before or after <c>AddOmnibus</c>, also from <c>ConfigureTestServices</c> of a <c>WebApplicationFactory</c>.
    /// </summary>
    /// <remarks>
    /// Every group begins at the earliest event, and a retry waits a millisecond. A handler that fails for good fails <see cref="TestBus.WhenIdleAsync"/>.
    /// </remarks>
    /// <param name="services">The application's services. <see cref="TestBus"/> is added to them.</param>
    /// <param name="bus">The bus; applications that are given the same one hear each other. Null: one of its own.</param>
    /// <returns>The bus.</returns>
    public static TestBus UseOmnibusForTests(this IServiceCollection services, TestBus? bus = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        bus ??= new TestBus();
        services.Replace(ServiceDescriptor.Singleton(bus));
        services.Replace(ServiceDescriptor.Singleton<ITestbed>(bus.Testbed));
        services.Replace(ServiceDescriptor.Singleton<IEventBus>(provider =>
        {
            var runtime = provider.GetRequiredService<BusRuntime>();
            return new WatchedBus(runtime.Bus, runtime.Configuration, bus.Testbed);
        }));
        return bus;
    }
}
