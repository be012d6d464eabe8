using System.Runtime.InteropServices;

namespace Omnibus.Plugins.Reading;

/// <summary>The platforms whose libraries a process may load, the nearest first: as packages name their folders below <c>runtimes</c>.</summary>
internal static class RuntimeChain
{
    /// <summary>That of this process.</summary>
    public static IReadOnlyList<string> Here { get; } = Of(RuntimeInformation.RuntimeIdentifier);

    public static IReadOnlyList<string> Of(string runtime)
    {
        var processor = runtime[(runtime.LastIndexOf('-') + 1)..];
        string[] families = runtime switch
        {
            _ when runtime.StartsWith("win", StringComparison.OrdinalIgnoreCase) => ["win"],
            _ when runtime.StartsWith("osx", StringComparison.OrdinalIgnoreCase) => ["osx", "unix"],
            _ when runtime.StartsWith("freebsd", StringComparison.OrdinalIgnoreCase) => ["freebsd", "unix"],

            // Alpine and its like. A library for glibc stays a last resort: some systems have both.
            _ when runtime.StartsWith("alpine", StringComparison.OrdinalIgnoreCase) || runtime.Contains("musl", StringComparison.OrdinalIgnoreCase) => ["linux-musl", "linux", "unix"],

            // A distribution's own name, such as debian.13-x64, is a Linux with glibc.
            _ => ["linux", "unix"],
        };
        return [.. families.SelectMany(family => (string[])[$"{family}-{processor}", family]).Prepend(runtime).Append("any").Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
