using System.Text.RegularExpressions;

namespace Omnibus.Tests.Configuration;

/// <summary>A page of the documentation.</summary>
internal sealed partial class Document
{
    private readonly string _text;

    private Document(string text) => _text = text;

    /// <summary>What is between the fences of each block of JSON with comments.</summary>
    public IReadOnlyList<string> Examples => [.. Blocks().Matches(_text).Select(match => match.Groups["text"].Value)];

    /// <summary>The cells of every row of the tables below a heading, without backticks, or of the whole page.</summary>
    public IReadOnlyList<string[]> Rows(string? heading = null)
    {
        var part = heading is null ? _text : _text.Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));
        return
        [
            .. part.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()),
        ];
    }

    public static Document Read(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnibus.slnx")))
        {
            folder = folder.Parent;
        }

        var root = folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the folder of Omnibus.slnx.");
        return new Document(File.ReadAllText(Path.Combine(root, "docs", name)).ReplaceLineEndings("\n"));
    }

    [GeneratedRegex("^```jsonc\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
