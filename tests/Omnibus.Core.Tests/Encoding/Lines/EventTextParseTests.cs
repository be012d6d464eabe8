using System.Buffers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

public sealed class EventTextParseTests
{
    private static readonly EventLineDefaults s_defaults =
        new("/tool", new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));

    [Fact]
    public void A_whole_line_is_read()
    {
        var line = Parse("""
            {"specversion":"1.0","type":"t","id":"AF-7","source":"/s","time":"2024-05-01T14:34:56.5+02:00","subject":"about","minorversion":-3,
             "sourcehost":"","sourcelib":"11.2.0","partitionkey":"кey","traceparent":"00-1","tracestate":"a=b","tenant":"x","count":7,"flag":true,"none":null,
             "data": { "a" : [ 1.0, 9223372036854775808, "x \" \\ y" ] }, "topic":"logins","partition":3,"position":"5-1"}
            """);

        Assert.Equal(
            new EventMetadata
            {
                Type = "t", Id = "AF-7", Source = "/s", Time = new DateTimeOffset(2024, 5, 1, 12, 34, 56, 500, TimeSpan.Zero), Subject = "about",
                MinorVersion = -3, SourceHost = "", SourceLib = "11.2.0", PartitionKey = "кey", TraceParent = "00-1", TraceState = "a=b",
                DataContentType = ContentTypes.Json, Extensions = line.Metadata.Extensions,
            },
            line.Metadata);
        Assert.Equal(new Dictionary<string, string> { ["tenant"] = "x", ["count"] = "7", ["flag"] = "true" }, line.Metadata.Extensions);
        Assert.Equal("logins", line.Topic);
        Assert.Equal("""{ "a" : [ 1.0, 9223372036854775808, "x \" \\ y" ] }""", Text(line.Json));
        Assert.Equal("""{"a":[1.0,9223372036854775808,"x \" \\ y"]}""", Text(line.Body));
        Assert.Equal(42, line.JsonLine);
    }

    [Fact]
    public void What_a_line_does_not_say_has_a_default()
    {
        var line = Parse("""{"data":null}""", s_defaults with { Type = "t" });

        Assert.Equal(("t", "/tool", s_defaults.Time.GetUtcNow(), 0), (line.Metadata.Type, line.Metadata.Source, line.Metadata.Time, line.Metadata.MinorVersion));
        Assert.True(Guid.TryParseExact(line.Metadata.Id, "D", out var id) && id.Version == 7);
        Assert.Equal("null", Text(line.Body));
        Assert.Null(Parse("""{"type":"t"}""").Body);
        Assert.Null(Parse("""{"type":"t"}""").Metadata.DataContentType);
    }

    [Fact]
    public void Data_in_base64_keeps_its_encoding_and_mark()
    {
        var line = Parse("""{"type":"t","datacontenttype":"application/avro","dataschema":"ni:///x","data_base64":"9gEB"}""");

        Assert.Equal(new byte[] { 0xF6, 1, 1 }, line.Body!.Value.ToArray());
        Assert.Null(line.Json);
        Assert.Equal(("application/avro", "ni:///x"), (line.Metadata.DataContentType, line.Metadata.DataSchema));
    }

    [Fact]
    public void A_mark_of_the_byte_order_and_the_line_break_of_another_system_do_no_harm() =>
        Assert.Equal("t", Parse("\ufeff{\"type\":\"t\"}\r\n").Metadata.Type);

    [Theory]
    [InlineData("", "", "ends too early")]
    [InlineData("{\"type\":\"t\",\"data\":{\"a\":", "data.a", "ends too early")]
    [InlineData("{\"type\":\"t\",\"data\":{\"a\":tru}}", "data.a", "malformed")]
    [InlineData("{\"type\":\"t\"}{}", "", "malformed")]
    [InlineData("[1]", "", "object")]
    [InlineData("{\"data\":1}", "type", "missing")]
    [InlineData("{\"type\":\"\"}", "type", "missing")]
    [InlineData("{\"type\":\"t\",\"id\":\"\"}", "id", "empty")]
    [InlineData("{\"type\":\"t\",\"source\":\"\"}", "source", "empty")]
    [InlineData("{\"type\":7}", "type", "Text is expected")]
    [InlineData("{\"type\":\"t\",\"type\":\"u\"}", "type", "twice")]
    [InlineData("{\"type\":\"t\",\"specversion\":\"0.3\"}", "specversion", "1.0")]
    [InlineData("{\"type\":\"t\",\"specversion\":1}", "specversion", "Text is expected")]
    [InlineData("{\"type\":\"t\",\"time\":\"2024-05-01T12:34:56\"}", "time", "offset")]
    [InlineData("{\"type\":\"t\",\"time\":\"soon\"}", "time", "ISO 8601")]
    [InlineData("{\"type\":\"t\",\"time\":5}", "time", "Text is expected")]
    [InlineData("{\"type\":\"t\",\"minorversion\":1.0}", "minorversion", "32 bits")]
    [InlineData("{\"type\":\"t\",\"minorversion\":\"1\"}", "minorversion", "integer")]
    [InlineData("{\"type\":\"t\",\"minorversion\":2147483648}", "minorversion", "32 bits")]
    [InlineData("{\"type\":\"t\",\"sourcelib\":\"1.x\"}", "sourcelib", "dots")]
    [InlineData("{\"type\":\"t\",\"Tenant\":\"x\"}", "Tenant", "no such member")]
    [InlineData("{\"type\":\"t\",\"tenant\":1.5}", "tenant", "extension")]
    [InlineData("{\"type\":\"t\",\"tenant\":{}}", "tenant", "extension")]
    [InlineData("{\"type\":\"t\",\"tenant\":\"\\ud83d\"}", "tenant", "surrogate")]
    [InlineData("{\"type\":\"t\",\"data\":{\"a\":[\"x\",\"\\ude00\"]}}", "data.a[1]", "surrogate")]
    [InlineData("{\"type\":\"t\",\"data\":{\"\\ud83d\":1}}", "data.\ufffd", "surrogate")]
    [InlineData("{\"type\":\"t\",\"data\":{},\"data_base64\":\"\"}", "data_base64", "not both")]
    [InlineData("{\"type\":\"t\",\"data_base64\":\"\",\"data\":{}}", "data", "not both")]
    [InlineData("{\"type\":\"t\",\"data_base64\":\"?\"}", "data_base64", "base64")]
    [InlineData("{\"type\":\"t\",\"datacontenttype\":\"application/avro\",\"data\":1}", "data", "data_base64")]
    public void What_is_wrong_is_said_with_member_and_line(string text, string path, string problem)
    {
        var refused = Assert.Throws<EventDataException>(() => Parse(text));

        Assert.Equal((path, 40L), (refused.FieldPath, refused.Line));
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_where_it_stops_being_it()
    {
        byte[] text = [.. "{\"type\":\"t\",\n\"tenant\":\"x"u8, 0xFF, .. "\"}"u8];

        var refused = Assert.Throws<EventDataException>(() => EventText.Parse(text, 40, s_defaults));

        Assert.Equal(("tenant", 41L), (refused.FieldPath, refused.Line));
    }

    [Fact]
    public void Data_that_lies_too_deep_is_refused()
    {
        var deepest = new string('[', 64) + new string(']', 64);

        Assert.Equal(deepest, Text(Parse($$"""{"type":"t","data":{{deepest}}}""").Body));
        Assert.Contains(
            "64 levels", Assert.Throws<EventDataException>(() => Parse($$"""{"type":"t","data":[{{deepest}}]}""")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_a_known_type_is_read_strictly_with_its_place_in_the_line()
    {
        var line = Parse("""{"type":"edu.campus.enrolment.created.v1","data":{"enrolment_id":"0b6cf3f4-3a0e-4a3d-9d4e-2f6a1c7e8b90",""" + "\n"
            + """ "student":{"number":"s","name":"n","nick":"x"},"course":{"code":"c","title":"t","credits":1},"waiting_list":true,"created_at":"2026-01-02T03:04:05Z"}}""");
        var definition = Campus.Events.EnrolmentCreated.Definition;

        var refused = Assert.Throws<EventDataException>(() => EventBody.FromJson(definition, line.Json!.Value, line.JsonLine, path: "data"));
        Assert.Equal(("data.student.nick", 41L), (refused.FieldPath, refused.Line));

        var right = Encoding.UTF8.GetBytes(Text(line.Body)!.Replace(",\"nick\":\"x\"", "", StringComparison.Ordinal));
        var body = EventBody.FromJson(definition, right, keyPath: "student.number");
        Assert.Equal(("s", ContentTypes.Avro), (body.Key, body.ContentType));
        var json = new ArrayBufferWriter<byte>();
        Assert.True(EventBody.TryWriteJson(definition, body.ContentType, body.Bytes, json));
        Assert.Contains("\"fee_cents\":null,\"created_at\":\"2026-01-02T03:04:05+00:00\"", Encoding.UTF8.GetString(json.WrittenSpan), StringComparison.Ordinal);
    }

    private static EventLine Parse(string text, EventLineDefaults? defaults = null) => EventText.Parse(Encoding.UTF8.GetBytes(text), 40, defaults ?? s_defaults);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } there ? Encoding.UTF8.GetString(there.Span) : null;
}
