using System.Reflection;
using System.Runtime.InteropServices;
using Omnibus.Configuration;
using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins.Loading;

/// <summary>Makes problems of what a plugin throws.</summary>
internal static class PluginFailures
{
    /// <summary>What an exception of the loader or of the plugin's own code means.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="hide">Takes secrets out of what it says; null: those that a text shows by itself.</param>
    public static PluginProblem Explain(PluginDescription plugin, Exception exception, Func<string, string>? hide = null)
    {
        var cause = exception;
        while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        var said = (hide ?? Secrets.Without)(cause.Message);
        return cause switch
        {
            DllNotFoundException => PluginProblems.MissingLibrary(plugin, RuntimeInformation.RuntimeIdentifier, said),
            FileNotFoundException { FileName: { } file } when MissingAssemblies.Of(plugin, file) is { } missing => PluginProblems.MissingAssemblies(plugin.Folder, [missing]),
            _ => PluginProblems.Unloadable(plugin.Folder, said),
        };
    }
}
