using Omnibus;
using Omnibus.Hosting;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the bus to a host.</summary>
public static class OmnibusCoreHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the bus without any transport: add those that are needed with <see cref="OmnibusBuilder.AddTransport{TFactory}"/>. The package <c>Omnibus</c> has
    /// <c>AddOmnibus</c>, which adds all that come with it.
    /// </summary>
    /// <remarks>
    /// The section <c>Omnibus</c> of the host's configuration is read and checked when the host starts, or when <see cref="IEventBus"/> is first asked for; a
    /// wrong one is an <see cref="OmnibusException"/> with every problem. The bus starts and stops at its place among the host's services: register a service
    /// that publishes while it starts or stops after this call. Calling it again gives the same bus.
    /// </remarks>
    /// <param name="builder">The host's builder.</param>
    public static OmnibusBuilder AddOmnibusCore(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return BusServices.Add(builder.Services, builder.Configuration);
    }
}
