using System.Text.Json;

namespace Omnibus.Encodings;

/// <summary>A place in a JSON text. Found by reading the text again, so that reading without errors need not keep track.</summary>
/// <param name="Path">The path of the field that is there.</param>
/// <param name="Depth">How many objects and lists are open around it.</param>
/// <param name="LinesBefore">How many lines come before the one it is on.</param>
internal readonly record struct JsonPlace(string Path, int Depth, long LinesBefore)
{
    private static readonly JsonReaderOptions s_anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>The path of a field inside the one that is there.</summary>
    public string Inner(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>The place of the token at an offset, or of the text that is no token.</summary>
    public static JsonPlace Find(ReadOnlySpan<byte> data, long offset)
    {
        var open = new List<Level>();
        try
        {
            Walk(data, offset, open);
        }
        catch (JsonException)
        {
            // The place is where the text stops being JSON.
        }

        var path = new FieldPath();
        foreach (var level in open)
        {
            _ = level.Name is { } name ? path.Add(name) : level.Index >= 0 ? path.Add(level.Index) : path;
        }

        return new JsonPlace(path.ToString(), open.Count, data[..(int)offset].Count((byte)'\n'));
    }

    /// <summary>What is wrong with a text that is no JSON, or lies too deep.</summary>
    public static EventDataException Malformed(ReadOnlySpan<byte> data, JsonException malformed, long firstLine)
    {
        if (IsBeginning(data))
        {
            return Problem(Find(data, data.Length), "The JSON ends too early.");
        }

        var rest = data;
        for (var lines = malformed.LineNumber ?? 0; lines > 0; lines--)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        var column = (int)Math.Min(malformed.BytePositionInLine ?? 0, rest.Length);
        rest = rest[column..];
        var place = Find(data, data.Length - rest.Length);
        return place.Depth >= JsonEventWriter.MaxDepth && rest is [(byte)'{' or (byte)'[', ..]
            ? Problem(place, $"Values may lie at most {JsonEventWriter.MaxDepth} levels deep.")
            : Problem(place, $"The JSON is malformed at byte {column + 1} of the line.");

        EventDataException Problem(JsonPlace place, string problem) =>
            new(place.Path, problem, malformed) { Line = firstLine + place.LinesBefore };
    }

    /// <summary>Whether more bytes could make it JSON.</summary>
    private static bool IsBeginning(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonEventWriter.MaxDepth }));
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Walk(ReadOnlySpan<byte> data, long offset, List<Level> open)
    {
        var reader = new Utf8JsonReader(data, s_anyDepth);
        while (reader.Read())
        {
            var type = reader.TokenType;
            if (type is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.RemoveAt(open.Count - 1);
            }
            else if (type == JsonTokenType.PropertyName)
            {
                open[^1].Name = NameOf(ref reader);
            }
            else if (open is [.., { IsList: true } list])
            {
                list.Index++;
            }

            if (reader.BytesConsumed > offset)
            {
                return;
            }

            if (type is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Add(new Level { IsList = type == JsonTokenType.StartArray });
            }
            else if (type != JsonTokenType.PropertyName && open is [.., var around])
            {
                around.Name = null; // the value is complete: what follows belongs to the object around it
            }
        }
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\ufffd"; // a name that is no Unicode
        }
    }

    private sealed class Level
    {
        public bool IsList { get; init; }

        public string? Name { get; set; }

        public int Index { get; set; } = -1;
    }
}
