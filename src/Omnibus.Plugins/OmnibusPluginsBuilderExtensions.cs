using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Omnibus.Plugins.Loading;

namespace Omnibus;

/// <summary>Lets configuration name transports by their folders.</summary>
public static class OmnibusPluginsBuilderExtensions
{
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
#pragma warning disable IL4000 // where code is compiled ahead of time it is trimmed too, and elsewhere the folder has all of its own
    private static bool CanLoad => RuntimeFeature.IsDynamicCodeSupported;
#pragma warning restore IL4000

    /// <summary>
    /// Adds <c>"Plugin": "plugins/nats"</c> to the options of a transport: the folder of a published transport, which is loaded with libraries of its own when a
    /// route, a consumer or the default names the transport. The package <c>Omnibus</c> has it already. An application that is compiled ahead of time loads
    /// nothing; there, such an entry is refused when it is used.
    /// </summary>
    /// <param name="bus">The bus.</param>
    public static OmnibusBuilder AddPlugins(this OmnibusBuilder bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        if (CanLoad)
        {
            bus.Registrations.Plugins = PluginLoader.Instance;
        }

        return bus;
    }
}
