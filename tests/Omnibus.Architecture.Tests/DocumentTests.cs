using System.Text.RegularExpressions;
using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed partial class DocumentTests
{
    [Fact]
    public void Every_link_in_a_document_leads_somewhere()
        => Verdict.Clean(FindBroken(RepositoryFiles.All));

    [Fact]
    public void A_link_to_nowhere_is_seen()
    {
        RepositoryFile[] files =
        [
            new("docs/a.md", ["# One thing, two", "[good](b.md)", "[good](#one-thing-two)", "[up](../README.md#words)", "[bad](c.md)", "[bad](b.md#no)"]),
            new("docs/b.md", ["# B"]),
            new("README.md", ["## Words", "[folder](docs)", "[far](https://example.org/x.md)"]),
        ];
        Assert.Equal(2, FindBroken(files).Count());
    }

    private static IEnumerable<string> FindBroken(IReadOnlyList<RepositoryFile> files)
    {
        var paths = files.ToDictionary(file => file.Path);
        var folders = files.SelectMany(file => Parents(file.Path)).ToHashSet();
        foreach (var file in files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (var target in LinkText().Matches(file.Text).Select(match => match.Groups[1].Value))
            {
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                {
                    continue;
                }
                var (path, anchor) = Split(file.Path, target);
                if (!paths.TryGetValue(path, out var document) ? !folders.Contains(path) : anchor.Length > 0 && !Anchors(document).Contains(anchor))
                {
                    yield return $"{file.Path}: '{target}' leads nowhere.";
                }
            }
        }
    }

    private static (string Path, string Anchor) Split(string from, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? from : Normalize(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        return (path, parts.Length > 1 ? parts[1] : "");
    }

    private static string Normalize(string path)
        => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", path))).Replace('\\', '/').TrimEnd('/');

    private static IEnumerable<string> Parents(string path)
    {
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            yield return folder.Replace('\\', '/');
        }
    }

    // As GitHub makes them from headings.
    private static IEnumerable<string> Anchors(RepositoryFile document) => document.Lines
        .Where(line => line.StartsWith('#'))
        .Select(line => NoAnchorText().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchorText();
}
