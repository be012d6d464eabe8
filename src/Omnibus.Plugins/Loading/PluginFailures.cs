using System.Reflection;
using System.Runtime.InteropServices;
using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins.Loading;

/// <summary>Makes problems of what a plugin throws.</summary>
internal static class PluginFailures
{
    /// <summary>What an exception of the loader or of the plugin's own code means.</summary>
    public static PluginProblem Explain(PluginDescription plugin, Exception exception)
    {
        var cause = exception;
        while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause switch
        {
            DllNotFoundException => PluginProblems.MissingLibrary(plugin, RuntimeInformation.RuntimeIdentifier, cause.Message),
            FileNotFoundException { FileName: { } file } when MissingAssemblies.Of(plugin, file) is { } missing => PluginProblems.MissingAssemblies(plugin.Folder, [missing]),
            _ => PluginProblems.Unloadable(plugin.Folder, cause.Message),
        };
    }
}
