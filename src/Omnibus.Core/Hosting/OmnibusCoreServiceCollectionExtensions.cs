using Microsoft.Extensions.Configuration;
using Omnibus;
using Omnibus.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bus to services.</summary>
public static class OmnibusCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds the bus without any transport: as <see cref="Hosting.OmnibusCoreHostApplicationBuilderExtensions.AddOmnibusCore"/>, for applications whose host is
    /// built in another way. Without a host's environment it counts as Production, and <c>Omnibus:Service</c> must be set.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The application's configuration, of which the section <c>Omnibus</c> is read. A second call keeps the first one.</param>
    public static OmnibusBuilder AddOmnibusCore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return BusServices.Add(services, configuration);
    }
}
