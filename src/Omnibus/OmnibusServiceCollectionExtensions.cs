using Microsoft.Extensions.Configuration;
using Omnibus;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bus to services.</summary>
public static class OmnibusServiceCollectionExtensions
{
    /// <summary>
    /// Adds the bus with every transport of this package, for applications whose host is built in another way. Without a host's environment it counts as
    /// Production, and <c>Omnibus:Service</c> must be set.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The application's configuration, of which the section <c>Omnibus</c> is read.</param>
    public static OmnibusBuilder AddOmnibus(this IServiceCollection services, IConfiguration configuration) =>
        InTreeTransports.AddTo(services.AddOmnibusCore(configuration));
}
