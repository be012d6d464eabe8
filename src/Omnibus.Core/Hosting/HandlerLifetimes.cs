using Microsoft.Extensions.DependencyInjection;

namespace Omnibus.Hosting;

/// <summary>
/// Knows which services live as long as the process: where all handlers of an event are such, a delivery needs no scope. Asked when consumers start, never
/// for a delivery.
/// </summary>
internal sealed class HandlerLifetimes(IServiceCollection services)
{
    /// <summary>Whether the last registration of a service, the one that the container uses, is a singleton.</summary>
    public bool IsSingleton(Type service) => Find(service)?.Lifetime == ServiceLifetime.Singleton;

    private ServiceDescriptor? Find(Type service)
    {
        var generic = service.IsConstructedGenericType ? service.GetGenericTypeDefinition() : null;
        ServiceDescriptor? open = null;
        for (var index = services.Count - 1; index >= 0; index--)
        {
            var descriptor = services[index];
            if (descriptor.IsKeyedService)
            {
                continue;
            }

            if (descriptor.ServiceType == service)
            {
                return descriptor;
            }

            open ??= generic is not null && descriptor.ServiceType == generic ? descriptor : null;
        }

        return open;
    }
}
