using System.Text.Json;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>The wire data of Open edX beside the checkout.</summary>
internal static class SharedData
{
    /// <summary>The file, read; the test is skipped where the data is not there.</summary>
    public static JsonDocument Read(string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(Repository.Root) ?? "", "shared", "openedx", path);
        Assert.SkipUnless(File.Exists(file), "The wire data of Open edX is not beside the checkout: ../shared/openedx.");
        return JsonDocument.Parse(File.ReadAllBytes(file));
    }
}
