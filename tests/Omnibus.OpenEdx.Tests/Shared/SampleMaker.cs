using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Omnibus.OpenEdx.Tests.Shared;

/// <summary>
/// Makes events of their schemas: with a value in every field, or with as little as the schema lets them have. Which texts are keys, times or ids the schema
/// does not say: the event refuses what is none, and gets the next one.
/// </summary>
internal sealed partial class SampleMaker(bool full)
{
    private static readonly string[] s_texts =
    [
        "2025-11-30T23:59:59.000001-03:30", "3f2a0c1e-9d4b-4f6a-8b7c-5d6e7f809a1b", "course-v1:TU+Compilers~2+2025.W", "ccx-v1:TU+Compilers+2025+ccx@17",
        "block-v1:TU+Compilers+2025+type@problem+block@p_1", "lib:TU:parsers", "lb:TU:parsers:html:intro", "lib-collection:TU:parsers:first",
        "lct:TU:parsers:unit:one",
    ];

    // Not in the order in which they travel.
    private static readonly string[] s_names = ["\U0001F600", "z", "\uFFFD", ""];

    private readonly Dictionary<string, JsonElement> _records = [];

    /// <summary>The data of an event of that type, as JSON.</summary>
    public string Make(EventDefinition definition)
    {
        using var schema = JsonDocument.Parse(definition.Schema!.Text);
        var data = Record(schema.RootElement);
        for (var tries = 0; ; tries++)
        {
            try
            {
                Definitions.Encode(definition.Type, data.ToJsonString());
                return data.ToJsonString();
            }
            catch (EventDataException exception) when (tries < 1000)
            {
                Replace(data, exception.FieldPath);
            }
        }
    }

    private JsonObject Record(JsonElement schema)
    {
        _records[schema.GetProperty("name").GetString()!] = schema;
        return new JsonObject(schema.GetProperty("fields").EnumerateArray().Select(field =>
            KeyValuePair.Create(field.GetProperty("name").GetString()!, Value(field.GetProperty("type"), field.GetProperty("name").GetString()!))));
    }

    private JsonNode? Value(JsonElement type, string name) => type.ValueKind switch
    {
        JsonValueKind.Array => full ? Value(type[1], name) : Unread(type[1]),
        JsonValueKind.String => Named(type.GetString()!, name),
        _ => type.GetProperty("type").GetString() switch
        {
            "record" => Record(type),
            "array" => full ? new JsonArray(Value(type.GetProperty("items"), name), Value(type.GetProperty("items"), name + " again")) : [],
            _ => full ? new JsonObject(s_names.Select(key => KeyValuePair.Create(key, Value(type.GetProperty("values"), key)))) : [],
        },
    };

    private JsonNode? Named(string type, string name) => type switch
    {
        "boolean" => full,
        "long" => full ? long.MaxValue - name.Length : 0,
        "double" => full ? -0.1 : 0.0,
        "string" => full ? $"{name} ☃" : "",
        _ => Record(_records[type]),
    };

    // A record that is defined inside of a value that is left out may be used again later.
    private JsonNode? Unread(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.Object)
        {
            Value(type, "");
        }

        return null;
    }

    private static void Replace(JsonNode data, string path)
    {
        var node = data;
        foreach (Match step in Steps().Matches(path))
        {
            node = step.Value[0] == '[' ? node[int.Parse(step.Value[1..^1], System.Globalization.CultureInfo.InvariantCulture)]! : node[step.Value]!;
        }

        var place = Array.IndexOf(s_texts, (string)node!);
        Assert.True(place + 1 < s_texts.Length, $"No text will do for {path}.");
        node.ReplaceWith(s_texts[place + 1]);
    }

    [GeneratedRegex(@"[^.\[\]]+|\[\d+\]")]
    private static partial Regex Steps();
}
