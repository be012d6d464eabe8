using System.Reflection;
using System.Runtime.Loader;

namespace Omnibus.Commands.Running;

/// <summary>Loads the catalogues of event assemblies that are named on the command line.</summary>
internal static class EventAssemblies
{
    public static EventCatalogue Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw ToolException.Input($"--events {path}: there is no such file.");
        }

        try
        {
            var resolver = new AssemblyDependencyResolver(full);
            AssemblyLoadContext.Default.Resolving += (context, name) =>
                resolver.ResolveAssemblyToPath(name) is { } file ? context.LoadFromAssemblyPath(file) : null;
            var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(full);
            var catalogue = assembly.GetCustomAttribute<EventCatalogueAttribute>()
                ?? throw ToolException.Input($"--events {path}: the assembly has no event catalogue. It needs [assembly: EventCatalogue(typeof(…))].");
            return (EventCatalogue)Activator.CreateInstance(catalogue.Catalogue)!;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            throw ToolException.Input($"--events {path}: {exception.Message}");
        }
    }
}
