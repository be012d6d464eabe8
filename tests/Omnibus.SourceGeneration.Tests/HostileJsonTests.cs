using System.Text;
using System.Text.RegularExpressions;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>JSON that is no such event is refused, with the path of the field and what is wrong with it.</summary>
public sealed class HostileJsonTests
{
    private const string Whole = """
        {"number":1,"note":null,"entries":[{"name":"a","truth":true}],"by_name":{"k":{"name":"b","truth":false}},"small":2,
        "id":"00000000-0000-0000-0000-000000000000","at":"2024-05-01T12:34:56+00:00","code":"abc","bytes":"AQ==","last":1.5}
        """;

    [Theory]
    [InlineData("\"number\":1", "\"number\":\"1\"", "number", "An integer is expected")]
    [InlineData("\"number\":1", "\"number\":9223372036854775808", "number", "out of the range of 64-bit")]
    [InlineData("\"number\":1", "\"number\":null", "number", "must not be null")]
    [InlineData("\"number\":1,", "", "number", "is missing")]
    [InlineData("\"number\":1", "\"number\":1,\"number\":1", "number", "there twice")]
    [InlineData("null", "\"\\udc00\"", "note", "half of a surrogate pair")]
    [InlineData("\"name\":\"a\",", "", "entries[0].name", "is missing")]
    [InlineData("\"truth\":true", "\"truth\":1", "entries[0].truth", "true or false")]
    [InlineData("\"name\":\"b\"", "\"name\":7", "by_name.k.name", "Text is expected")]
    [InlineData("\"k\":", "\"\\ud800\":", "by_name.\uFFFD", "half of a surrogate pair")]
    [InlineData("\"small\":2", "\"small\":2147483648", "small", "out of the range of 32-bit")]
    [InlineData("00000000-", "zzzzzzzz-", "id", "A UUID is expected")]
    [InlineData("+00:00", "", "at", "with its offset")]
    [InlineData("abc", "ABC", "code", "is no Code")]
    [InlineData("AQ==", "AQ=", "bytes", "base64")]
    [InlineData("AQ==", "\\ud800", "bytes", "base64")]
    [InlineData("1.5", "\"\\ud800\"", "last", "A number is expected")]
    [InlineData("1.5", "1e999", "last", "out of the range")]
    [InlineData("1.5}", "1.5", "last", "ends too early")]
    public void JSON_that_is_no_such_event_is_refused_with_the_path_of_the_field(string good, string bad, string path, string said)
    {
        var refused = Assert.Throws<EventDataException>(() => Coding.FromJson<Hostile>(Replace(good, bad)));

        Assert.Contains(said, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(path, refused.FieldPath);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\u0000")]
    [InlineData("number ")]
    public void An_unknown_field_of_any_name_is_passed_over_on_the_wire_and_refused_in_text_of_a_person(string name)
    {
        var json = Replace("\"number\":1", $$"""
            "number":1,"{{name}}":{"deep":[1,{}]}
            """);

        Assert.Equal(1, Coding.FromJson<Hostile>(json).Number);
        Assert.Throws<EventDataException>(() => Hostile.Definition.DecodeJson(Encoding.UTF8.GetBytes(json), JsonReading.Strict));
    }

    [Fact]
    public void Numbers_that_JSON_has_no_number_for_are_read_also_where_their_text_is_escaped() =>
        Assert.True(double.IsNegativeInfinity(Coding.FromJson<Hostile>(Replace("1.5", "\"-Inf\\u0069nity\"")).Last));

    private static string Replace(string good, string bad) => new Regex(Regex.Escape(good)).Replace(Whole, bad.Replace("$", "$$", StringComparison.Ordinal), count: 1);
}
