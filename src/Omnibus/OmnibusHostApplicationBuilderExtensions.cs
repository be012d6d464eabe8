using Omnibus;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the bus to a host.</summary>
public static class OmnibusHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the bus with every transport of this package. The section <c>Omnibus</c> of the configuration picks one; it is read and checked whole when the
    /// host starts, and a wrong one is an <see cref="OmnibusException"/> with every problem. Calling it again gives the same bus.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    public static OmnibusBuilder AddOmnibus(this IHostApplicationBuilder builder) => InTreeTransports.AddTo(builder.AddOmnibusCore());
}
