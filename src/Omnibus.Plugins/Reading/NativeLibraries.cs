namespace Omnibus.Plugins.Reading;

/// <summary>The native libraries of a transport's folder: <c>runtimes/PLATFORM/native</c>, or beside it where it was published for one platform.</summary>
internal static class NativeLibraries
{
    private const string Runtimes = "runtimes";
    private const string Native = "native";

    public static IReadOnlyList<PluginNativeLibrary> Among(string folder, IEnumerable<string> files) =>
        [.. files.Where(IsLibrary).Select(file => FolderReader.Below(folder, file)).Select(file => new PluginNativeLibrary(file, RuntimeOf(file)))];

    /// <summary>The files that a name may mean here, the best first.</summary>
    public static IEnumerable<string> Candidates(string folder, string name, IReadOnlyList<string> chain) =>
        chain.Select(runtime => Path.Combine(folder, Runtimes, runtime, Native)).Prepend(folder)
            .SelectMany(place => FileNames(name).Select(file => Path.Combine(place, file)))
            .Where(File.Exists);

    /// <summary>How the system calls a library.</summary>
    public static IEnumerable<string> FileNames(string name)
    {
        var (prefix, ending) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        return new[] { name, name + ending, prefix + name + ending, prefix + name }.Distinct();
    }

    private static bool IsLibrary(string file) =>
        Path.GetFileName(file) is var name
        && (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dylib", StringComparison.Ordinal)
            || name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal));

    private static string? RuntimeOf(string file) => file.Split('/') is [Runtimes, var runtime, Native, _] ? runtime : null;
}
