using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Omnibus.Encodings;

/// <content>The values of single members, and what is wrong with them.</content>
internal ref partial struct EventLineReader
{
    /// <summary>Goes through the data, whatever it is, and remembers where it is.</summary>
    private void TakeData()
    {
        var start = (int)_json.TokenStartIndex;
        var depth = _json.CurrentDepth;
        do
        {
            if (_json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !JsonText.IsUnicode(in _json))
            {
                throw Fail("The text holds half of a surrogate pair.");
            }
        }
        while (!IsEndOfValue(depth) && _json.Read());

        _data = start..(int)_json.BytesConsumed;
        if (_base64 is not null)
        {
            throw Fail("An event has data or data_base64, not both.", start);
        }
    }

    private readonly bool IsEndOfValue(int depth) =>
        _json.CurrentDepth == depth && _json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);

    private byte[] Base64Value()
    {
        if (_data is not null)
        {
            throw Fail("An event has data or data_base64, not both.");
        }

        Expect(JsonTokenType.String, "Text in base64 is expected here.");
        return _json.TryGetBytesFromBase64(out var bytes) ? bytes : throw Fail("Text in base64 is expected here.");
    }

    private DateTimeOffset TimeValue()
    {
        var text = TextValue();
        Span<byte> bytes = stackalloc byte[64];
        return !Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            || !IsoTime.TryParse(bytes[..length], out var time, out var zoned) || !zoned
            ? throw Fail("An ISO 8601 time with its offset is expected here, such as 2024-05-01T12:34:56+00:00.")
            : time.ToUniversalTime();
    }

    private int IntegerValue()
    {
        Expect(JsonTokenType.Number, "An integer is expected here.");
        return _json.TryGetInt32(out var value) ? value : throw Fail("An integer of 32 bits is expected here, without fraction and exponent.");
    }

    private string VersionValue()
    {
        var text = TextValue();
        foreach (var part in text.Split('.'))
        {
            if (!IntegerText.TryNormalize(part, out var digits) || digits != part)
            {
                throw Fail("Integers joined by dots are expected here, such as 1.2.0.");
            }
        }

        return text;
    }

    private string ExtensionValue(string name)
    {
        if (!AttributeNames.IsExtension(name))
        {
            throw Fail("There is no such member: an extension has a name of lower-case letters and digits.");
        }

        return _json.TokenType switch
        {
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number when _json.TryGetInt32(out var number) => number.ToString(CultureInfo.InvariantCulture),
            JsonTokenType.String => Text(),
            _ => throw Fail("An extension is text, an integer of 32 bits, true or false."),
        };
    }

    private string TextValue()
    {
        Expect(JsonTokenType.String, "Text is expected here.");
        return Text();
    }

    private string Text() => JsonText.IsUnicode(in _json) ? _json.GetString()! : throw Fail("The text holds half of a surrogate pair.");

    private readonly EventDataException NotUtf8()
    {
        var text = _text.Span;
        while (Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done)
        {
            text = text[length..];
        }

        return Fail("The text is not UTF-8.", _text.Length - text.Length);
    }

    private readonly void Expect(JsonTokenType type, string problem)
    {
        if (_json.TokenType != type)
        {
            throw Fail(problem);
        }
    }

    private readonly EventDataException Fail(string problem) => Fail(problem, _json.TokenStartIndex);

    private readonly EventDataException Fail(string problem, long offset)
    {
        var place = JsonPlace.Find(_text.Span, offset);
        return new EventDataException(place.Path, problem) { Line = _firstLine + place.LinesBefore };
    }
}
