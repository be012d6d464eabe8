using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus;

/// <summary>The fields of one record, in the order in which they are written. One object for all threads.</summary>
public sealed class JsonFields
{
    /// <summary>The most fields that a record can have.</summary>
    public const int MaxCount = 256;

    private readonly string[] _names;
    private readonly bool[] _optional;
    private readonly JsonEncodedText[] _encoded;

    /// <summary>Names the fields.</summary>
    /// <param name="names">The names, in order; one that ends in <c>?</c> may be missing or null.</param>
    public JsonFields(params ReadOnlySpan<string> names)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(names.Length, MaxCount);
        _names = new string[names.Length];
        _optional = new bool[names.Length];
        _encoded = new JsonEncodedText[names.Length];
        for (var field = 0; field < names.Length; field++)
        {
            _names[field] = names[field].TrimEnd('?');
            _optional[field] = _names[field].Length < names[field].Length;
            _encoded[field] = JsonEncodedText.Encode(_names[field], JsonEventWriter.Encoder);
        }
    }

    internal int Count => _names.Length;

    internal string NameOf(int field) => _names[field];

    internal JsonEncodedText EncodedNameOf(int field) => _encoded[field];

    internal bool IsOptional(int field) => _optional[field];

    /// <summary>The field that the reader stands at, looked for from <paramref name="expected"/> on; -1: none of these.</summary>
    internal int Find(ref Utf8JsonReader reader, int expected)
    {
        if (!JsonText.IsUnicode(in reader))
        {
            return -1; // half of a surrogate pair, which no name has
        }

        for (var turn = 0; turn < _names.Length; turn++)
        {
            var field = expected + turn;
            field = field < _names.Length ? field : field - _names.Length;
            if (reader.ValueTextEquals(_names[field]))
            {
                return field;
            }
        }

        return -1;
    }
}
