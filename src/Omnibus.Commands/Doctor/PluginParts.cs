using System.Runtime.InteropServices;
using Omnibus.Plugins;

namespace Omnibus.Commands.Doctor;

/// <summary>What the folder of a transport consists of, without loading it. Its libraries are its own, so that none of them is in conflict with the host's.</summary>
internal static class PluginParts
{
    public static DriverReport Of(PluginDescription plugin, IReadOnlyList<string> rids) => new(
        $"folder {plugin.Folder}",
        plugin.File is { } file ? Path.GetFileNameWithoutExtension(file) : "no transport",
        (plugin.Version ?? plugin.AssemblyVersion?.ToString() ?? "").Split('+')[0])
    {
        Dependencies = plugin.File is null || !File.Exists(Path.ChangeExtension(plugin.File, ".deps.json")) ? null :
        [
            // The contract is shared, and not its own.
            .. plugin.Packages.Where(package => package.Name != "Omnibus.Drivers")
                .Select(package => new DependencyRow(package.Name, package.Version, Licences.Of(package.Name, package.Version))),
        ],
        Problems = [.. plugin.Problems.Select(problem => problem.ToString())],
        Platforms = plugin.NativeLibraries.Count == 0 ? [] : [.. rids.Select(rid => Platform(plugin, rid))],
    };

    private static PlatformRow Platform(PluginDescription plugin, string rid)
    {
        var isHere = rid == RuntimeInformation.RuntimeIdentifier;
        var files = plugin.NativeLibraries.Where(library => library.Runtime is not null || isHere).Select(library => new NativeFile(library.Runtime ?? rid, library.File)).ToList();
        var whyNot = NativePlatforms.WhyNot(rid, new Dictionary<string, IReadOnlyList<NativeFile>> { ["its folder"] = files }, publishedFor: null);
        return new PlatformRow(rid, whyNot is null, whyNot);
    }
}
