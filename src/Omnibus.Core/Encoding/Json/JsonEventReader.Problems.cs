using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus;

/// <content>Moving on, and saying what is wrong where.</content>
public ref partial struct JsonEventReader
{
    private void Advance()
    {
        try
        {
            if (!_json.Read())
            {
                throw new EventDataException("", "The JSON ends too early.") { Line = _firstLine };
            }
        }
        catch (JsonException malformed)
        {
            throw Malformed(malformed);
        }
    }

    /// <summary>Passes over the value of the field that the reader stands at.</summary>
    private void Skip()
    {
        try
        {
            _json.Skip();
        }
        catch (JsonException malformed)
        {
            throw Malformed(malformed);
        }
    }

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType != type)
        {
            throw Fail(_json.TokenType == JsonTokenType.Null
                ? "This must not be null."
                : $"{expected} is expected here, not {Found(_json.TokenType)}.");
        }
    }

    private static string Found(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };

    internal readonly EventDataException Fail(string problem, string? missing = null)
    {
        var place = JsonPlace.Find(_data, _json.TokenStartIndex);
        return new EventDataException(missing is null ? place.Path : place.Inner(missing), problem) { Line = _firstLine + place.LinesBefore };
    }

    private readonly EventDataException Malformed(JsonException malformed) => JsonPlace.Malformed(_data, malformed, _firstLine);
}
