using Microsoft.Extensions.Configuration;
using Omnibus;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bus, with every transport that comes with it, to services.</summary>
public static class OmnibusServiceCollectionExtensions
{
    /// <summary>
    /// Adds the bus, for applications whose host is built in another way than with a builder. Without a host's environment it counts as Production, and
    /// <c>Omnibus:Service</c> must be set.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The application's configuration, of which the section <c>Omnibus</c> is read. A second call keeps the first one.</param>
    public static OmnibusBuilder AddOmnibus(this IServiceCollection services, IConfiguration configuration) =>
        InTreeTransports.AddTo(services.AddOmnibusCore(configuration));
}
