using Omnibus.Brokers.Finding;

namespace Omnibus.OpenEdx.Tests.Vectors;

/// <summary>A file of lines that somebody approved.</summary>
internal static class ApprovedFile
{
    public static bool IsAsked => Environment.GetEnvironmentVariable("OMNIBUS_APPROVE") == "1";

    public static IReadOnlyList<string> Lines(string name) => File.ReadAllLines(PathOf(name));

    public static void Write(string name, IEnumerable<string> lines) => File.WriteAllText(PathOf(name), string.Concat(lines.Select(line => line + "\n")));

    private static string PathOf(string name) => Path.Combine(RepositoryFolder.Path!, "tests", "Omnibus.OpenEdx.Tests", "approved", name);
}
