using System.Text.Json;
using Omnibus.Brokers.Finding;

namespace Omnibus.OpenEdx.Tests.Shared;

/// <summary>The wire data that the Python packages made: <c>shared/openedx</c> beside the checkout. A test that needs it is skipped without it.</summary>
internal static class SharedFiles
{
    /// <summary>A file or folder of it.</summary>
    public static string Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"There is no shared/openedx/{name} beside the checkout: put the wire data of the Python packages there.");
        return path!;
    }

    /// <summary>A file, read.</summary>
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Require(name)));
        return document.RootElement.Clone();
    }

    /// <summary>The names of all vectors; one name that skips where there are none, so that what is missing is seen.</summary>
    public static TheoryData<string> Vectors() => Find("vectors") is { } folder
        ? [.. Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : ["vectors"];

    public static JsonElement Vector(string name) => Read($"vectors/{name}.json");

    private static string? Find(string name) => RepositoryFolder.FindUpwards(Path.Combine("shared", "openedx", name));
}
