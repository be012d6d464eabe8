using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Omnibus.Drivers;
using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins.Loading;

/// <summary>
/// Where the assemblies of one plugin live. It shares the contract and the framework with the application and nothing else: what the folder lacks is missing,
/// even where the application has it. That holds for native libraries too, except those of the system.
/// </summary>
[RequiresDynamicCode("Loads code that was compiled elsewhere.")]
[RequiresUnreferencedCode("Loads code that was compiled elsewhere.")]
internal sealed class PluginContext(PluginDescription plugin) : AssemblyLoadContext($"Omnibus transport {plugin.Name} in {plugin.Folder}", isCollectible: false)
{
    private static readonly Assembly s_contract = typeof(TransportAttribute).Assembly;

    private readonly AssemblyDependencyResolver _resolver = new(plugin.File!);

    public Assembly LoadTransport()
    {
        OwnedLibraries.Add(plugin.NativeLibraries);
        return LoadFromAssemblyPath(plugin.File!);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        var name = assemblyName.Name!;
        if (string.Equals(name, s_contract.GetName().Name, StringComparison.OrdinalIgnoreCase))
        {
            return s_contract;
        }

        var file = _resolver.ResolveAssemblyToPath(assemblyName) ?? Beside(assemblyName);
        if (Framework.Has(name))
        {
            return file is not null && IsNewer(file, assemblyName) ? LoadFromAssemblyPath(file) : null;
        }

        if (file is not null)
        {
            return LoadFromAssemblyPath(file);
        }

        // Null would have the application looked into. Only the texts of another language may be missing.
        return string.IsNullOrEmpty(assemblyName.CultureName) ? throw new FileNotFoundException(null, assemblyName.FullName) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        ArgumentNullException.ThrowIfNull(unmanagedDllName);
        if (_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file)
        {
            return LoadUnmanagedDllFromPath(file);
        }

        foreach (var candidate in NativeLibraries.Candidates(plugin.Folder, unmanagedDllName, RuntimeChain.Here))
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                return library;
            }
        }

        // Zero would have the folders of the application searched.
        return LoadFromSystem(unmanagedDllName) is var system and not 0
            ? system
            : throw new DllNotFoundException(PluginProblems.MissingLibrary(unmanagedDllName));
    }

    private static nint LoadFromSystem(string name)
    {
        // A loader that is asked for a name gives what is loaded under it already, wherever that came from.
        var files = NativeLibraries.FileNames(name).ToList();
        if (files.Exists(OwnedLibraries.Has))
        {
            return 0;
        }

        foreach (var file in files)
        {
            // Windows would look beside the program first.
            var place = OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, Path.GetFileName(file)) : file;
            if (NativeLibrary.TryLoad(place, out var library))
            {
                return library;
            }
        }

        return 0;
    }

    private string? Beside(AssemblyName name)
    {
        var file = Path.Combine(plugin.Folder, name.CultureName ?? "", $"{name.Name}.dll");
        return File.Exists(file) ? file : null;
    }

    /// <summary>A part of the framework that the plugin has in a newer version is its own.</summary>
    private static bool IsNewer(string file, AssemblyName asked)
    {
        try
        {
            return GetAssemblyName(file).Version > Default.LoadFromAssemblyName(new AssemblyName(asked.Name!)).GetName().Version;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }
}
