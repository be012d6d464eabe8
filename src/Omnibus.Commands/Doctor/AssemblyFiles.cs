using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Omnibus.Commands.Doctor;

/// <summary>Assemblies by name, and what they refer to. Reads files and loads nothing.</summary>
internal sealed class AssemblyFiles
{
    private readonly Dictionary<string, string> _paths;
    private readonly HashSet<string> _framework;
    private readonly Dictionary<string, Version?> _versions = new(StringComparer.OrdinalIgnoreCase);

    private AssemblyFiles(Dictionary<string, string> paths, HashSet<string> framework) => (_paths, _framework) = (paths, framework);

    /// <summary>Those that this process may load, the framework's included. Empty where an application is one file.</summary>
    public static AssemblyFiles OfThisProcess()
    {
        var trusted = ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var paths = ByName(trusted);
        return new AssemblyFiles(paths, [.. paths.Where(entry => !Path.GetDirectoryName(entry.Value)!.AsSpan().SequenceEqual(AppContext.BaseDirectory.AsSpan().TrimEnd(Path.DirectorySeparatorChar))).Select(entry => entry.Key)]);
    }

    /// <summary>Those of a folder, with the framework, and with the contract of this process.</summary>
    public static AssemblyFiles OfFolder(string folder)
    {
        var here = OfThisProcess();
        var paths = ByName(Directory.EnumerateFiles(folder, "*.dll"));
        foreach (var name in here._framework.Append("Omnibus.Drivers").Where(here._paths.ContainsKey))
        {
            paths[name] = here._paths[name];
        }

        return new AssemblyFiles(paths, here._framework);
    }

    /// <summary>Whether an assembly is the framework's, whose parts have one version whoever asks.</summary>
    public bool IsFramework(string assembly) => _framework.Contains(assembly);

    /// <summary>The version of an assembly; null where it is not there.</summary>
    public Version? VersionOf(string assembly)
    {
        if (!_versions.TryGetValue(assembly, out var version))
        {
            version = _paths.TryGetValue(assembly, out var path) && File.Exists(path) ? AssemblyName.GetAssemblyName(path).Version : null;
            _versions[assembly] = version;
        }

        return version;
    }

    /// <summary>What an assembly was built with.</summary>
    public IEnumerable<AssemblyName> ReferencesOf(string assembly)
    {
        if (!_paths.TryGetValue(assembly, out var path) || !File.Exists(path))
        {
            return [];
        }

        using var image = new PEReader(File.OpenRead(path));
        if (!image.HasMetadata)
        {
            return [];
        }

        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }

    private static Dictionary<string, string> ByName(IEnumerable<string> paths)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            found.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        return found;
    }
}
