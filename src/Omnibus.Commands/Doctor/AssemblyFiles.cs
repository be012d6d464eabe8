using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Omnibus.Commands.Doctor;

/// <summary>Assemblies by name, and what they refer to. Reads files and loads nothing.</summary>
internal sealed class AssemblyFiles
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Version?> _versions = new(StringComparer.OrdinalIgnoreCase);

    private AssemblyFiles(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }
    }

    /// <summary>Those that this process may load, the framework's included. Empty where an application is one file.</summary>
    public static AssemblyFiles OfThisProcess() =>
        Of(((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Those that a process with these files may load.</summary>
    public static AssemblyFiles Of(IEnumerable<string> files) => new(files);

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
}
