using Microsoft.Extensions.DependencyModel;

namespace Omnibus.Commands.Doctor;

/// <summary>What is installed with this application, as its build wrote it down (<c>.deps.json</c>).</summary>
internal sealed class Installation
{
    private readonly DependencyContext? _context;
    private readonly Dictionary<string, RuntimeLibrary> _libraries;

    private Installation(DependencyContext? context, AssemblyFiles files)
    {
        (_context, Files) = (context, files);
        _libraries = context?.RuntimeLibraries.ToDictionary(library => library.Name, StringComparer.OrdinalIgnoreCase) ?? [];
    }

    /// <summary>Where its assemblies are.</summary>
    public AssemblyFiles Files { get; }

    /// <summary>The one platform that it was published for; null: every one that its packages serve.</summary>
    public string? PublishedFor => string.IsNullOrEmpty(_context?.Target.Runtime) ? null : _context.Target.Runtime;

    public static Installation OfThisApplication() => new(DependencyContext.Default, AssemblyFiles.OfThisProcess());

    /// <summary>
    /// The packages that an assembly brings along, with what each brings, and without the contract that it shares with the bus; null where nothing was
    /// written down. What the framework has instead is not among them.
    /// </summary>
    public IReadOnlyList<RuntimeLibrary>? PackagesOf(string assembly)
    {
        if (!_libraries.TryGetValue(assembly, out var root))
        {
            return null;
        }

        var found = new SortedDictionary<string, RuntimeLibrary>(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<RuntimeLibrary>([root]);
        while (next.TryDequeue(out var library))
        {
            foreach (var dependency in library.Dependencies)
            {
                if (dependency.Name != "Omnibus.Drivers" && !found.ContainsKey(dependency.Name) && _libraries.TryGetValue(dependency.Name, out var there))
                {
                    found[there.Name] = there;
                    next.Enqueue(there);
                }
            }
        }

        return [.. found.Values];
    }

    /// <summary>The native files of a package.</summary>
    public static IReadOnlyList<NativeFile> NativesOf(RuntimeLibrary library) =>
        [.. library.NativeLibraryGroups.SelectMany(group => group.AssetPaths.Select(path => new NativeFile(string.IsNullOrEmpty(group.Runtime) ? null : group.Runtime, path)))];
}
