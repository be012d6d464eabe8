using System.Reflection.Metadata;
using Omnibus.Drivers;

namespace Omnibus.Plugins.Reading;

/// <summary>Follows the references of a transport through its folder.</summary>
internal static class MissingAssemblies
{
    /// <summary>What is needed and neither there nor shared, in order of need.</summary>
    public static IReadOnlyList<MissingAssembly> Of(PluginDescription plugin, AssemblyFile transport)
    {
        var shared = typeof(TransportAttribute).Assembly.GetName().Name;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { transport.Name };
        var missing = new List<MissingAssembly>();
        var open = new Queue<AssemblyFile>([transport]);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var (name, version) in assembly.References)
            {
                if (name == shared || Framework.Has(name) || !seen.Add(name))
                {
                    continue;
                }

                if (FileOf(plugin, name) is { } file && AssemblyFile.Read(file) is { } found)
                {
                    open.Enqueue(found);
                }
                else
                {
                    missing.Add(new MissingAssembly(name, version, assembly.Name));
                }
            }
        }

        return missing;
    }

    /// <summary>What was asked for while the plugin ran; null where it is no assembly, or is there.</summary>
    public static MissingAssembly? Of(PluginDescription plugin, string fullName) =>
        AssemblyNameInfo.TryParse(fullName, out var name) && !Framework.Has(name.Name) && FileOf(plugin, name.Name) is null
            ? new MissingAssembly(name.Name, name.Version, plugin.Name!)
            : null;

    /// <summary>Beside the transport, or, where it differs by platform, below <c>runtimes/…/lib</c>.</summary>
    private static string? FileOf(PluginDescription plugin, string name) =>
        plugin.Assemblies.Where(assembly => string.Equals(assembly.Name, name, StringComparison.OrdinalIgnoreCase) && IsFound(assembly.File))
            .OrderBy(assembly => assembly.File.Length)
            .Select(assembly => Path.Combine(plugin.Folder, assembly.File))
            .FirstOrDefault();

    /// <summary>Whether .NET looks there: a copy in another place helps nobody.</summary>
    private static bool IsFound(string file) => file.Split('/') switch
    {
        [_] => true,
        ["runtimes", var runtime, "lib", ..] => RuntimeChain.Here.Contains(runtime, StringComparer.OrdinalIgnoreCase),
        _ => false,
    };
}
