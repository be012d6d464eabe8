using Omnibus;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the bus, with every transport that comes with it, to a host.</summary>
public static class OmnibusHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the bus. The section <c>Omnibus</c> of the host's configuration chooses the transport; without one, Development uses a SQLite file.
    /// </summary>
    /// <remarks>
    /// The section is read and checked when the host starts, or when <see cref="IEventBus"/> is first asked for; a wrong one is an
    /// <see cref="OmnibusException"/> with every problem. The bus starts and stops at its place among the host's services: register a service that publishes
    /// while it starts or stops after this call. Calling it again gives the same bus.
    /// </remarks>
    /// <param name="builder">The host's builder.</param>
    public static OmnibusBuilder AddOmnibus(this IHostApplicationBuilder builder) => InTreeTransports.AddTo(builder.AddOmnibusCore());
}
