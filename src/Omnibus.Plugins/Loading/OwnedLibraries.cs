using System.Collections.Concurrent;

namespace Omnibus.Plugins.Loading;

/// <summary>The file names of native libraries that the application or a plugin brings, and that are therefore nobody else's. Safe on any thread.</summary>
internal static class OwnedLibraries
{
    private static readonly ConcurrentDictionary<string, bool> s_plugins = new(StringComparer.OrdinalIgnoreCase);

    // Those of the framework among them, which no plugin has a reason to load.
    private static readonly string[] s_application =
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static void Add(IEnumerable<PluginNativeLibrary> libraries)
    {
        foreach (var library in libraries)
        {
            s_plugins[library.File[(library.File.LastIndexOf('/') + 1)..]] = true;
        }
    }

    public static bool Has(string file) => s_plugins.ContainsKey(file) || s_application.Any(folder => File.Exists(Path.Combine(folder, file)));
}
