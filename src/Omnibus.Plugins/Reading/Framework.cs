namespace Omnibus.Plugins.Reading;

/// <summary>
/// The assemblies of the framework, which all share. Those of Microsoft.NETCore.App only: a library that other frameworks bring, such as those of
/// Microsoft.Extensions in ASP.NET Core, is a dependency like any other.
/// </summary>
internal static class Framework
{
    private static readonly HashSet<string> s_names = Read();

    public static bool Has(string name) => s_names.Contains(name);

    private static HashSet<string> Read()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using (var reader = new StreamReader(typeof(Framework).Assembly.GetManifestResourceStream("framework.txt")!))
        {
            while (reader.ReadLine() is { } line)
            {
                names.Add(line);
            }
        }

        // The running one may be newer, and has parts that nobody refers to when compiled.
#pragma warning disable IL3000 // empty in a single file, which has no such folder
        var core = typeof(object).Assembly.Location;
#pragma warning restore IL3000
        if (Path.GetDirectoryName(core) is { Length: > 0 } folder && !IsApplication(folder))
        {
            names.UnionWith(Directory.EnumerateFiles(folder, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)));
        }

        return names;
    }

    private static bool IsApplication(string folder) =>
        string.Equals(folder.TrimEnd(Path.DirectorySeparatorChar), AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), StringComparison.OrdinalIgnoreCase);
}
