using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Omnibus.Configuration;
using Omnibus.Diagnostics;

namespace Omnibus.Hosting;

/// <summary>Puts the bus into an application's services.</summary>
internal static class BusServices
{
    /// <summary>The builder; the same registrations at each call on the same services.</summary>
    public static OmnibusBuilder Add(IServiceCollection services, IConfiguration configuration)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(BusRegistrations))?.ImplementationInstance is BusRegistrations there)
        {
            return new OmnibusBuilder(services, there);
        }

        var registrations = new BusRegistrations(new HandlerLifetimes(services));
        services.AddSingleton(registrations);
        services.AddSingleton(provider => ConfigurationLoader.Load(Input(provider, configuration, registrations)));
        services.AddSingleton(provider => new BusRuntime(
            provider.GetRequiredService<BusConfiguration>(),
            registrations,
            provider,
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<BusRuntime>().Bus);
        services.AddHostedService(provider => new HostedBus(
            provider.GetRequiredService<BusRuntime>(),
            provider.GetRequiredService<BusCheckup>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(TimeProvider.System);
        BusHealthChecks.AddTo(services);
        return new OmnibusBuilder(services, registrations);
    }

    private static ConfigurationInput Input(IServiceProvider provider, IConfiguration configuration, BusRegistrations registrations)
    {
        var host = provider.GetService<IHostEnvironment>();
        var known = provider.GetService<IServiceProviderIsService>();
        return new ConfigurationInput
        {
            Configuration = provider.GetService<ITestbed>()?.Configure(configuration, registrations) ?? configuration,
            Registrations = registrations,
            Environment = host?.EnvironmentName ?? Environments.Production,
            Application = host?.ApplicationName,
            ContentRoot = host?.ContentRootPath ?? AppContext.BaseDirectory,
            Time = provider.GetRequiredService<TimeProvider>(),
            ShutdownTimeout = provider.GetService<ShutdownLimit>()?.Of(provider),
            HasService = type => known?.IsService(type) ?? true,
        };
    }
}
