using System.Text.Json;

namespace Omnibus.OpenEdx.Catalogue.Reading;

/// <summary>One entry of the catalogue, as it stands there.</summary>
internal sealed class Entry(JsonElement entry)
{
    /// <summary>The default of an empty map.</summary>
    public const string EmptyMap = "{}";

    public string Type => Text("event_type")!;

    public string Signal => Text("signal")!;

    public string Subdomain => Text("subdomain")!;

    public bool Travels => entry.GetProperty("serializable").GetBoolean();

    /// <summary>The key's path; null where it is not in the event, which the catalogue says of some.</summary>
    public string? Key => entry.GetProperty("key_path_exists").ValueKind is JsonValueKind.True ? Text("event_key_field") : null;

    /// <summary>The arguments, each with its class.</summary>
    public IEnumerable<(string Name, string Class)> Data => entry.GetProperty("data").EnumerateObject().Select(argument => (argument.Name, argument.Value.GetString()!));

    public JsonElement Schema => entry.GetProperty("schema");

    /// <summary>The classes that Python's own types are given for.</summary>
    public IEnumerable<JsonProperty> PythonTypes => entry.GetProperty("python_types").EnumerateObject();

    /// <summary>The class of a record.</summary>
    public string ClassOf(string record) => entry.GetProperty("records").TryGetProperty(record, out var name)
        ? name.GetString()!
        : throw new CatalogueException($"'{Type}' does not say the class of the record {record}.");

    /// <summary>The Python type of a field where it says more than Avro's.</summary>
    public string? PythonTypeOf(string record, string field) =>
        entry.GetProperty("python_types").TryGetProperty(record, out var fields) && fields.TryGetProperty(field, out var type) ? type.GetString() : null;

    /// <summary>Python's default in C#, <c>{}</c> for an empty map; null where there is none.</summary>
    public string? DefaultOf(string record, string field) =>
        entry.GetProperty("python_defaults").TryGetProperty(record, out var fields) && fields.TryGetProperty(field, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.String when value.ValueEquals("<class dict>") => EmptyMap, // a slip of Python's: it means an empty one
                JsonValueKind.String when value.GetString()!.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') => $"\"{value.GetString()}\"",
                JsonValueKind.Array when value.GetArrayLength() == 0 => "[]",
                JsonValueKind.Object when !value.EnumerateObject().Any() => EmptyMap,
                _ => throw new CatalogueException($"'{Type}' has {record}.{field} with the default {value.GetRawText()}, which is not known here."),
            }
            : null;

    private string? Text(string name) => entry.GetProperty(name).GetString();
}
