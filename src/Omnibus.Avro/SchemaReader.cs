using System.Text.Json;
using System.Text.RegularExpressions;
using Avro;
using Newtonsoft.Json.Linq;

namespace Omnibus.Schemas;

/// <summary>Reads the text of a schema, and says where it is none.</summary>
internal static partial class SchemaReader
{
    /// <exception cref="EventDataException">The text is no Avro schema.</exception>
    public static Schema Read(string text)
    {
        var json = Json(text);
        try
        {
            Prepare(json, "");
            return Schema.Parse(json.ToString(Newtonsoft.Json.Formatting.None));
        }
#pragma warning disable CA1031 // the library throws many types at a schema that is none
        catch (Exception exception) when (exception is not EventDataException)
#pragma warning restore CA1031
        {
            throw NoSchema(exception);
        }
    }

    private static JToken Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text); // its errors have a line, and it takes no comments, single quotes or other dialects
            return JToken.Parse(text);
        }
        catch (Exception exception) when (exception is JsonException or Newtonsoft.Json.JsonException)
        {
            var line = exception is JsonException { LineNumber: { } number } ? number + 1 : default(long?);
            throw new EventDataException("", $"The schema is no JSON: {exception.Message}", exception) { Line = line };
        }
    }

    /// <summary>
    /// Takes logical types out, which mean nothing on the wire, and which the library would turn into values that do not hold every bit. Refuses what the
    /// library lets pass: a union of nothing.
    /// </summary>
    private static void Prepare(JToken token, string path)
    {
        if (token is JArray { Count: 0 } && !path.EndsWith(".fields", StringComparison.Ordinal) && path != "fields")
        {
            throw new EventDataException(path, "A union needs at least one type.");
        }

        switch (token)
        {
            case JObject type:
                type.Remove("logicalType");
                foreach (var name in (string[])["type", "fields", "items", "values"])
                {
                    if (type[name] is { } inner)
                    {
                        Prepare(inner, path.Length == 0 ? name : $"{path}.{name}");
                    }
                }

                break;
            case JArray many:
                for (var index = 0; index < many.Count; index++)
                {
                    Prepare(many[index], $"{path}[{index}]");
                }

                break;
        }
    }

    private static EventDataException NoSchema(Exception exception)
    {
        var said = exception.Message;
        var place = Place().Match(said);
        return new EventDataException(
            place.Success ? place.Groups["path"].Value : "",
            $"This is no Avro schema: {(place.Success ? said[..place.Index] : said).Trim().TrimEnd('.')}.",
            exception);
    }

    /// <summary>Where the library says that it stood.</summary>
    [GeneratedRegex(@" at '(?<path>[^']*)'$")]
    private static partial Regex Place();
}
