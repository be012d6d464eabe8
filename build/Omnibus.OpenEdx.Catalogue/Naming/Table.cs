namespace Omnibus.OpenEdx.Catalogue.Naming;

/// <summary>One of the text files beside this program: a name, an equals sign and what it stands for on each line.</summary>
internal sealed class Table
{
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    private Table(TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (line.Split(" = ", 2) is [var name, var value])
            {
                _entries.Add(name, value);
            }
        }
    }

    public static Table Load(string name)
    {
        using var text = new StreamReader(typeof(Table).Assembly.GetManifestResourceStream(name)!);
        return new Table(text);
    }

    public string? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>What the longest name stands for that the text begins with.</summary>
    public string? FindPrefix(string text) =>
        _entries.Where(entry => text.StartsWith(entry.Key, StringComparison.Ordinal)).OrderBy(entry => entry.Key.Length).LastOrDefault().Value;
}
