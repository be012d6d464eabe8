using Omnibus.Drivers;

namespace Omnibus.Plugins.Reading;

/// <summary>Reads the folder of a transport.</summary>
internal static class FolderReader
{
    /// <summary>How far down is looked. What this process may not read it cannot load either, and so is passed over.</summary>
    public static EnumerationOptions Deep { get; } = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.None };

    public static PluginDescription Read(string folder, string root)
    {
        var full = folder;
        try
        {
            full = Path.GetFullPath(folder, Path.GetFullPath(root));
            return Read(full, full, root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new PluginDescription(full) { Problems = [PluginProblems.Unreadable(full, exception.Message)] };
        }
    }

    private static PluginDescription Read(string full, string named, string root)
    {
        if (!Directory.Exists(full))
        {
            return new PluginDescription(full) { Problems = [PluginProblems.NoFolder(full, root, File.Exists(full))] };
        }

        // A link to the folder of a version is the folder of that version.
        full = Path.TrimEndingDirectorySeparator(Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full);
        if (FolderRights.WhatOthersMayChange(full, named) is { } open)
        {
            return new PluginDescription(full) { Problems = [PluginProblems.OpenToOthers(full, open)] };
        }

        // Throws where the folder itself may not be read: what is below is passed over in that case.
        _ = Directory.EnumerateFileSystemEntries(full).Any();
        List<string> files = [.. Directory.EnumerateFiles(full, "*", Deep).Order(StringComparer.Ordinal)];
        var assemblies = files.Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Select(AssemblyFile.Read).OfType<AssemblyFile>().ToList();
        var description = new PluginDescription(full)
        {
            Assemblies = [.. assemblies.Select(assembly => new PluginAssembly(assembly.Name, assembly.Version, Below(full, assembly.File))).OrderBy(assembly => assembly.Name, StringComparer.Ordinal)],
            NativeLibraries = NativeLibraries.Among(full, files.Except(assemblies.Select(assembly => assembly.File))),
        };
        var transports = assemblies.Where(assembly => assembly.Transport is not null && Path.GetDirectoryName(assembly.File) == full).ToList();
        return transports switch
        {
            [] => description with { Problems = [PluginProblems.NoTransport(full, assemblies.Count)] },
            [var transport] => Describe(description, transport),
            _ => description with { Problems = [PluginProblems.Several(full, transports.Select(transport => Path.GetFileName(transport.File)))] },
        };
    }

    public static string Below(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static PluginDescription Describe(PluginDescription folder, AssemblyFile transport)
    {
        var description = folder with
        {
            Name = transport.Transport!.Name,
            File = transport.File,
            ContractVersion = transport.Transport.ContractVersion,
            AssemblyVersion = transport.Version,
            Version = transport.Informational,
            Packages = PackageList.Of(transport.File),
        };
        return description with { Problems = [.. Problems(description, transport)] };
    }

    private static IEnumerable<PluginProblem> Problems(PluginDescription plugin, AssemblyFile transport)
    {
        if (plugin.ContractVersion != TransportAttribute.CurrentVersion)
        {
            yield return PluginProblems.OtherContract(plugin.Name ?? "", plugin.ContractVersion);
            yield break;
        }

        var drivers = typeof(TransportAttribute).Assembly.GetName();
        if (transport.References.FirstOrDefault(reference => reference.Name == drivers.Name).Version is { } asked && asked > drivers.Version)
        {
            yield return PluginProblems.NewerDrivers(plugin.Name!, asked, drivers.Version!);
            yield break;
        }

        if (MissingAssemblies.Of(plugin, transport) is { Count: > 0 } missing)
        {
            yield return PluginProblems.MissingAssemblies(plugin.Folder, missing);
        }
    }
}
