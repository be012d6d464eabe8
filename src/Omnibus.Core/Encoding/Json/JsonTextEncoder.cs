using System.Buffers;
using System.Text.Encodings.Web;

namespace Omnibus.Encodings;

/// <summary>
/// Escapes what JSON itself needs escaped: quotes, backslashes, control characters. Every other character of Unicode stays as it is, so that text
/// is short and can be read.
/// </summary>
internal sealed unsafe class JsonTextEncoder : JavaScriptEncoder
{
    private const int LongestEscape = 6;

    private static readonly SearchValues<char> s_escaped = SearchValues.Create([.. Escaped()]);
    private static readonly SearchValues<byte> s_escapedBytes = SearchValues.Create([.. Escaped().Select(character => (byte)character)]);

    private JsonTextEncoder()
    {
    }

    public static JsonTextEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => LongestEscape;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\' or 0x7F;

    public override int FindFirstCharacterToEncode(char* text, int textLength) => new ReadOnlySpan<char>(text, textLength).IndexOfAny(s_escaped);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(s_escapedBytes);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var space = new Span<char>(buffer, bufferLength);
        var escape = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => null,
        };
        return escape is null
            ? space.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
            : space.TryWrite($"{escape}", out numberOfCharactersWritten);
    }

    private static IEnumerable<char> Escaped() => Enumerable.Range(0, 0x20).Append('"').Append('\\').Append(0x7F).Select(code => (char)code);
}
