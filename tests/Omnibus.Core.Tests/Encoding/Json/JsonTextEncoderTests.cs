using System.Text;
using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

public sealed class JsonTextEncoderTests
{
    [Fact]
    public void Only_what_JSON_needs_escaped_is_escaped() =>
        Assert.Equal("\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\\u007f/<>&'+é\u2028😀\"", Json("a\"b\\c\n\r\t\0\u001f\u007f/<>&'+é\u2028😀"));

    [Fact]
    public void Every_character_of_Unicode_comes_back()
    {
        var all = new StringBuilder();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            all.Append(code is < 0xD800 or > 0xDFFF ? char.ConvertFromUtf32(code) : "");
        }

        Assert.Equal(all.ToString(), JsonSerializer.Deserialize<string>(Json(all.ToString())));
    }

    private static string Json(string text)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JsonTextEncoder.Instance }))
        {
            writer.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
