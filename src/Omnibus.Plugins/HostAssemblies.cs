using System.Reflection;
using System.Runtime.Loader;

namespace Omnibus.Plugins;

/// <summary>What the application itself has; said in messages, and never given to a transport.</summary>
internal static class HostAssemblies
{
    /// <summary>The version of an assembly of the application; null where it has none.</summary>
    public static Version? VersionOf(string name)
    {
        if (AssemblyLoadContext.Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name) is { } loaded)
        {
            return loaded.GetName().Version;
        }

        var file = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)?.Split(Path.PathSeparator)
            .FirstOrDefault(path => string.Equals(Path.GetFileNameWithoutExtension(path), name, StringComparison.OrdinalIgnoreCase));
        try
        {
            return file is null ? null : AssemblyName.GetAssemblyName(file).Version;
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
