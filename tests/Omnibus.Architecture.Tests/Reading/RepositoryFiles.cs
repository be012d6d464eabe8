using Omnibus.Brokers.Finding;

namespace Omnibus.Architecture.Tests.Reading;

/// <summary>A text file of the repository: its path from the root, with slashes, and its lines.</summary>
internal sealed record RepositoryFile(string Path, IReadOnlyList<string> Lines)
{
    public string Text => string.Join('\n', Lines);

    public override string ToString() => Path;
}

/// <summary>The files that belong to the repository: everything but what its .gitignore names.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] s_ignored = ["artifacts", ".tools", ".git", ".vs", ".idea", ".vscode", "benchmarks/results"];
    private static readonly string[] s_binary = [".png", ".ico", ".snk", ".db", ".bin", ".avro"];

    public static string Root { get; } = RepositoryFolder.Path ?? throw new InvalidOperationException("These tests belong to a checkout of Omnibus.");

    public static IReadOnlyList<RepositoryFile> All { get; } = [.. Enumerate(Root).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The C# files under a folder.</summary>
    public static IEnumerable<RepositoryFile> Code(string folder)
        => All.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal) && file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<string> Enumerate(string folder)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var path = Path.GetRelativePath(Root, entry).Replace('\\', '/');
            if (s_ignored.Contains(path))
            {
                continue;
            }
            if (Directory.Exists(entry))
            {
                foreach (var inner in Enumerate(entry))
                {
                    yield return inner;
                }
            }
            else if (!s_binary.Contains(Path.GetExtension(entry)) && !entry.EndsWith(".user", StringComparison.Ordinal) && Path.GetFileName(entry) != ".git")
            {
                yield return path;
            }
        }
    }

    private static RepositoryFile Read(string path) => new(path, File.ReadAllLines(Path.Combine(Root, path)));
}
