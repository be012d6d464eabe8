using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Omnibus.Encodings;

/// <summary>JSON that is passed on as it is: numbers keep every digit, texts every escape, objects every name.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = JsonEventWriter.MaxDepth };

    /// <summary>Whether these bytes are one JSON value of Unicode text, no deeper than events may be.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, s_options);
        try
        {
            while (reader.Read())
            {
                if (!IsUnicode(in reader))
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the name or text that the reader stands at has no half of a surrogate pair among its escapes. The bytes are UTF-8.</summary>
    public static bool IsUnicode(in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped || !reader.ValueSpan.Contains((byte)'u'))
        {
            return true;
        }

        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Copies JSON without the white space between its parts, and so onto one line.</summary>
    public static void Compact(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(json.Length);
        var length = 0;
        var inText = false;
        for (var place = 0; place < json.Length; place++)
        {
            var character = json[place];
            if (!inText && character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            target[length++] = character;
            if (inText && character == '\\')
            {
                target[length++] = json[++place];
            }
            else if (character == '"')
            {
                inText = !inText;
            }
        }

        output.Advance(length);
    }
}
