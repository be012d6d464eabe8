using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Omnibus.Hosting;
using Omnibus.Schemas;

namespace Omnibus;

/// <summary>
/// Everything that comes with the package: its transports, and what only a package that sees the host can know. The other half, one call for each transport, is
/// written when this is compiled, from <c>buildTransitive/Omnibus.props</c>.
/// </summary>
internal static partial class InTreeTransports
{
    /// <summary>Adds it once: what an application put in its place stays.</summary>
    public static OmnibusBuilder AddTo(OmnibusBuilder bus)
    {
        if (bus.Services.Any(service => service.ServiceType == typeof(ShutdownLimit)))
        {
            return bus;
        }

        bus.Services.AddSingleton(new ShutdownLimit(static services => services.GetService<IOptions<HostOptions>>()?.Value.ShutdownTimeout));
        bus.Services.TryAddSingleton<IAvroEngine, AvroEngine>();
        AddChosen(bus.AddPlugins());
        return bus;
    }
}
