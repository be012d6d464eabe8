using System.Text.Json;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>The wire data of Open edX beside the checkout.</summary>
internal static class WireData
{
    /// <summary>The file, read; the test is skipped where the data is not there.</summary>
    public static JsonDocument Read(string path) => JsonDocument.Parse(File.ReadAllBytes(Find(path)));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Find(path));

    /// <summary>The names of the files in a folder.</summary>
    public static IReadOnlyList<string> Names(string path) => [.. Directory.GetFiles(Find(path)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Find(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnibus.slnx")))
        {
            folder = folder.Parent;
        }

        var file = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "openedx", path);
        Assert.SkipUnless(Path.Exists(file), "The wire data of Open edX is not beside the checkout: ../shared/openedx.");
        return file;
    }
}
