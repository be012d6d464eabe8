using System.Text.Json;

namespace Omnibus.Plugins.Reading;

/// <summary>The packages in the <c>.deps.json</c> that <c>dotnet publish</c> puts beside an assembly.</summary>
internal static class PackageList
{
    public static IReadOnlyList<PluginPackage> Of(string assembly)
    {
        var file = Path.ChangeExtension(assembly, ".deps.json");
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.TryGetProperty("libraries", out var libraries)
                ? [.. libraries.EnumerateObject().Where(IsPackage).Select(library => library.Name.Split('/')).Where(parts => parts.Length == 2).Select(parts => new PluginPackage(parts[0], parts[1]))]
                : [];
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidOperationException)
        {
            return [];
        }
    }

    private static bool IsPackage(JsonProperty library) =>
        library.Value.ValueKind == JsonValueKind.Object && library.Value.TryGetProperty("type", out var type) && type.ValueEquals("package");
}
