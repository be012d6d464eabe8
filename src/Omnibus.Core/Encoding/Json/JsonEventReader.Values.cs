using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus;

/// <content>The single values.</content>
public ref partial struct JsonEventReader
{
    /// <summary>Whether the value of an optional field is null. If it is not, it is still to be read.</summary>
    public readonly bool TryReadNull() => _json.TokenType == JsonTokenType.Null;

    /// <summary>Reads text.</summary>
    public readonly string ReadText()
    {
        Expect(JsonTokenType.String, "Text");
        return Unescaped();
    }

    /// <summary>Reads a truth value.</summary>
    public readonly bool ReadBoolean()
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            Expect(JsonTokenType.True, "true or false");
        }

        return _json.TokenType == JsonTokenType.True;
    }

    /// <summary>Reads an integer, written without fraction and exponent.</summary>
    public readonly long ReadInt64()
    {
        Expect(JsonTokenType.Number, "An integer");
        return _json.TryGetInt64(out var value) ? value : throw NoInteger("64");
    }

    /// <summary>Reads an integer, written without fraction and exponent.</summary>
    public readonly int ReadInt32()
    {
        Expect(JsonTokenType.Number, "An integer");
        return _json.TryGetInt32(out var value) ? value : throw NoInteger("32");
    }

    /// <summary>Reads a number, or one of the texts <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
    public readonly double ReadDouble()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            Span<byte> space = stackalloc byte[MostText];
            var text = ShortText(space);
            return text.SequenceEqual("NaN"u8) ? double.NaN
                : text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
                : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity
                : throw Fail("A number is expected here, or one of the texts \"NaN\", \"Infinity\", \"-Infinity\".");
        }

        Expect(JsonTokenType.Number, "A number");
        return _json.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Fail("The number is out of the range of 64-bit floating point.");
    }

    /// <summary>Reads a number of 32 bits, or one of the texts of <see cref="ReadDouble"/>.</summary>
    public readonly float ReadSingle()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            return (float)ReadDouble();
        }

        Expect(JsonTokenType.Number, "A number");
        return _json.TryGetSingle(out var value) && float.IsFinite(value) ? value : throw Fail("The number is out of the range of 32-bit floating point.");
    }

    /// <summary>Reads a value that is text.</summary>
    public readonly TValue ReadTextValue<TValue>()
        where TValue : ITextValue<TValue> =>
        TValue.TryParse(ReadText(), out var value) ? value : throw Fail($"The text is no {typeof(TValue).Name}.");

    /// <summary>Reads a time, which must say its offset.</summary>
    public readonly DateTimeOffset ReadTime()
    {
        Expect(JsonTokenType.String, "A time as text");
        Span<byte> space = stackalloc byte[MostText];
        return IsoTime.TryParse(ShortText(space), out var time, out var zoned) && zoned
            ? time
            : throw Fail("An ISO 8601 time with its offset is expected here, such as 2024-05-01T12:34:56+00:00.");
    }

    /// <summary>Reads a UUID.</summary>
    public readonly Guid ReadGuid()
    {
        Expect(JsonTokenType.String, "A UUID as text");
        Span<byte> space = stackalloc byte[MostText];
        return IdText.TryParse(ShortText(space), out var id) ? id : throw Fail("A UUID is expected here.");
    }

    /// <summary>Reads bytes from text in base64.</summary>
    public readonly byte[] ReadBytes()
    {
        Expect(JsonTokenType.String, "Text in base64");
        return JsonText.IsUnicode(in _json) && _json.TryGetBytesFromBase64(out var value) ? value : throw Fail("Text in base64 is expected here.");
    }

    private const int MostText = 64;

    /// <summary>The text's bytes without escapes; empty where it is longer than any time or UUID.</summary>
    private readonly ReadOnlySpan<byte> ShortText(Span<byte> space)
    {
        if (!_json.ValueIsEscaped)
        {
            return _json.ValueSpan;
        }

        if (_json.ValueSpan.Length > space.Length)
        {
            return default;
        }

        try
        {
            return space[.._json.CopyString(space)];
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private readonly string Unescaped()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fail("The text is no Unicode: it holds half of a surrogate pair, or bytes that are not UTF-8.");
        }
    }

    private readonly EventDataException NoInteger(string bits) => Fail(
        _json.ValueSpan.ContainsAny("eE."u8)
            ? "An integer is expected here, without fraction and exponent."
            : $"The number is out of the range of {bits}-bit integers.");
}
