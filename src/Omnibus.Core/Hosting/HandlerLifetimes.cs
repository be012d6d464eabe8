using Microsoft.Extensions.DependencyInjection;

namespace Omnibus.Hosting;

/// <summary>Says which services are singletons: handlers that are need no scope for each delivery.</summary>
internal sealed class HandlerLifetimes(IServiceCollection services)
{
    /// <summary>Whether the last registration of a service, the one that is used, is a singleton.</summary>
    public bool IsSingleton(Type service) =>
        services.LastOrDefault(descriptor => descriptor.ServiceType == service && !descriptor.IsKeyedService)?.Lifetime == ServiceLifetime.Singleton;
}
