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

    [Fact]
    public void The_concepts_name_every_project_of_the_product()
        => Verdict.Clean(FindUnnamed("docs/concepts.md", ProjectFile.All.Where(project => project.Area == "src").Select(project => project.Name)));

    [Fact]
    public void README_names_every_transport()
        => Verdict.Clean(FindUnnamed("README.md", Arrows.Transports().Select(transport => transport["Omnibus.".Length..].ToLowerInvariant())));

    [Fact]
    public void Code_in_a_document_is_code_that_compiles()
        => Verdict.Clean(FindUncompiled(
            RepositoryFiles.All.Where(file => file.Path == "README.md" || file.Path.StartsWith("docs/", StringComparison.Ordinal) && !file.Path.StartsWith("docs/decisions/", StringComparison.Ordinal)),
            RepositoryFiles.Code("samples").Concat(RepositoryFiles.Code("tests/Omnibus.Snippets")).Concat(RepositoryFiles.Code("src"))));

    [Fact]
    public void Code_that_nobody_compiles_is_seen()
    {
        var document = new RepositoryFile("README.md", ["```csharp", "  Good();", "// said in the document only", "", "Bad();", "```", "Other();", "```json", "{}", "```"]);
        Assert.Equal(["README.md: no file that is compiled has the line 'Bad();'."], FindUncompiled([document], [new RepositoryFile("samples/A.cs", ["Good();"])]));
    }

    private static IEnumerable<string> FindUnnamed(string document, IEnumerable<string> names)
    {
        var text = RepositoryFiles.All.Single(file => file.Path == document).Text;
        return names.Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)).Select(name => $"{document} does not name `{name}`.");
    }

    // Line by line, without indentation: what a document shows may come from several files.
    private static IEnumerable<string> FindUncompiled(IEnumerable<RepositoryFile> documents, IEnumerable<RepositoryFile> code)
    {
        var compiled = code.SelectMany(file => file.Lines).Select(line => line.Trim()).ToHashSet();
        foreach (var document in documents.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal)))
        {
            var inCode = false;
            foreach (var line in document.Lines.Select(line => line.Trim()))
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    inCode = line == "```csharp";
                }
                else if (inCode && line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !compiled.Contains(line))
                {
                    yield return $"{document.Path}: no file that is compiled has the line '{line}'.";
                }
            }
        }
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
