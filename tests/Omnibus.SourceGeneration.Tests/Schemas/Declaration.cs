using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>Writes the C# that declares an event of a schema: the other way round from the generator.</summary>
internal sealed class Declaration
{
    private readonly StringBuilder _types = new();

    /// <summary>The source of an event, in a namespace of its own.</summary>
    public static string Of(JsonElement schema, string space)
    {
        var type = schema.GetProperty("namespace").GetString();
        var declaration = new Declaration();
        var parameters = declaration.Parameters(schema);
        return $"namespace {space}\n{{\n[Event(\"{type}\")] public sealed partial record TheEvent({parameters});\n{declaration._types}}}\n";
    }

    private string Parameters(JsonElement record) => string.Join(", ", record.GetProperty("fields").EnumerateArray().Select(field =>
    {
        var name = field.GetProperty("name").GetString()!;
        return $"[Field(\"{name}\")] {TypeOf(field.GetProperty("type"))} {Pascal(name)}";
    }));

    private string TypeOf(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.Array => TypeOf(type[1]) + "?",
        JsonValueKind.String => Named(type.GetString()!),
        _ => type.GetProperty("type").GetString() switch
        {
            "array" => $"IReadOnlyList<{TypeOf(type.GetProperty("items"))}>",
            "map" => $"IReadOnlyDictionary<string, {TypeOf(type.GetProperty("values"))}>",
            _ => Declare(type),
        },
    };

    private string Declare(JsonElement record)
    {
        var name = record.GetProperty("name").GetString()!;
        var parameters = Parameters(record); // which declares the records inside first
        _types.AppendLine(CultureInfo.InvariantCulture, $"public sealed record {name}({parameters});");
        return name;
    }

    private static string Named(string type) => type switch
    {
        "boolean" => "bool",
        "long" => "long",
        "double" => "double",
        "bytes" => "byte[]",
        _ => type,
    };

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Value";
}
