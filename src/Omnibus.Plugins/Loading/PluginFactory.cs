using System.Runtime.InteropServices;
using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Plugins.Loading;

/// <summary>The factory of a plugin: what stops it from being made names the folder and what is missing there.</summary>
internal sealed class PluginFactory(ITransportFactory factory, PluginDescription plugin, string path) : ITransportFactory
{
    public TransportInfo Info => factory.Info;

    public IReadOnlyList<SettingInfo> Settings => factory.Settings;

    /// <summary>Where it comes from.</summary>
    public PluginDescription Plugin => plugin;

    public string? WhyNotHere()
    {
        try
        {
            return factory.WhyNotHere() is { } problem ? Missing(problem).ToString() : null;
        }
#pragma warning disable CA1031 // somebody else's code: whatever it throws is the answer
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return PluginFailures.Explain(plugin, exception).ToString();
        }
    }

    /// <summary>Asks first whether it can be used here: a plugin is often published on another machine.</summary>
    public ITransport Create(TransportSettings settings, TransportHost host)
    {
        if (WhyNotHere() is { } problem)
        {
            throw new SettingException(path, problem);
        }

        try
        {
            return factory.Create(settings, host);
        }
#pragma warning disable CA1031 // somebody else's code: whatever it throws is why it cannot be made
        catch (Exception exception) when (exception is not SettingException)
#pragma warning restore CA1031
        {
            throw new SettingException(path, PluginFailures.Explain(plugin, exception, said => Secrets.Without(said, factory.Settings, settings)).ToString());
        }
    }

    private PluginProblem Missing(string problem) => PluginProblems.MissingLibrary(plugin, RuntimeInformation.RuntimeIdentifier, problem);
}
