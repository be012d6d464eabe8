using System.Text;
using System.Text.Json;

namespace Omnibus.Schemas;

/// <summary>
/// The text of a schema as it is registered: object keys in the order of their code points, <c>", "</c> between members and <c>": "</c> behind names,
/// everything beyond ASCII escaped. It is the text that Open edX services register, so that one schema of both has one number.
/// </summary>
internal static class SchemaText
{
    /// <summary>Writes a schema as it is registered.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string Registered(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var text = new StringBuilder(schema.Length + (schema.Length / 8));
        Write(text, document.RootElement);
        return text.ToString();
    }

    /// <summary>The full name of a schema's outermost type.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string NameOf(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return root.ValueKind == JsonValueKind.String ? root.GetString()! : "union";
        }

        var name = TextOf(root, "name");
        return name is null ? TextOf(root, "type") ?? "" // a primitive type, or an array or a map
            : name.Contains('.', StringComparison.Ordinal) || TextOf(root, "namespace") is not { Length: > 0 } space ? name
            : $"{space}.{name}";
    }

    /// <summary>The schema of keys that lie at a path, as it is registered: the field of the value's own schema.</summary>
    public static string OfKey(string path, string type)
    {
        var text = new StringBuilder("{\"name\": ");
        AsciiJson.Append(text, path[(path.LastIndexOf('.') + 1)..]);
        text.Append(", \"type\": ");
        AsciiJson.Append(text, type);
        return text.Append('}').ToString();
    }

    private static string? TextOf(JsonElement schema, string member) =>
        schema.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteAll(text, '{', '}', value.EnumerateObject().OrderBy(member => member.Name, CodePoints), static (text, member) =>
                {
                    AsciiJson.Append(text, member.Name);
                    text.Append(": ");
                    Write(text, member.Value);
                });
                break;
            case JsonValueKind.Array:
                WriteAll(text, '[', ']', value.EnumerateArray(), Write);
                break;
            case JsonValueKind.String:
                AsciiJson.Append(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static IComparer<string> CodePoints { get; } =
        Comparer<string>.Create(static (left, right) => Encodings.CodePoints.Compare(left, right));

    private static void WriteAll<TItem>(StringBuilder text, char open, char close, IEnumerable<TItem> items, Action<StringBuilder, TItem> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : ", ");
            write(text, item);
            first = false;
        }

        text.Append(close);
    }
}
