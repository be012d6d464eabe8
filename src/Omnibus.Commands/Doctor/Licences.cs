using System.Collections.Frozen;

namespace Omnibus.Commands.Doctor;

/// <summary>
/// The licences of the packages that the transports of this repository use, as the packages say themselves: a table that a test of the repository holds against
/// them.
/// </summary>
internal static class Licences
{
    public const string Unknown = "unknown";

    private static readonly FrozenDictionary<string, (string Version, string Licence)> s_known = Read();

    /// <summary>The licence of a package; of another version than the one that is known it says so, as licences change.</summary>
    public static string Of(string package, string version) => !s_known.TryGetValue(package, out var known) ? Unknown
        : known.Version == version ? known.Licence
        : $"{known.Licence} as of {known.Version}";

    private static FrozenDictionary<string, (string Version, string Licence)> Read()
    {
        using var stream = typeof(Licences).Assembly.GetManifestResourceStream("licences")!;
        using var reader = new StreamReader(stream);
        var found = new Dictionary<string, (string Version, string Licence)>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ', 3) is [var package, var version, var licence])
            {
                found[package] = (version, licence);
            }
        }

        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
