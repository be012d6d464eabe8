using System.Buffers;
using System.Text;
using CsCheck;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

public sealed class EventTextWriteTests
{
    private static readonly EventLineDefaults s_defaults = new("/tool", TimeProvider.System);

    [Fact]
    public void A_delivery_is_one_line_with_its_members_in_order()
    {
        var delivery = Recorded(
            new EventMetadata
            {
                Type = "t", Id = "1", Source = "/s", Time = DateTimeOffset.UnixEpoch, Subject = "about", DataContentType = ContentTypes.Json, PartitionKey = "k",
                SourceHost = "h", SourceLib = "11.2.0", TraceParent = "00-1", TraceState = "a=b",
                Extensions = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
            },
            "{ \"a\" :\r\n 1.0 }"u8.ToArray());

        Assert.Equal(
            """
            {"specversion":"1.0","type":"t","id":"1","source":"/s","time":"1970-01-01T00:00:00+00:00","subject":"about","minorversion":0,
            "sourcehost":"h","sourcelib":"11.2.0","partitionkey":"k","traceparent":"00-1","tracestate":"a=b","a":"1","b":"2",
            "data":{"a":1.0},"topic":"logins","partition":3,"position":"7-1"}
            """.ReplaceLineEndings(""),
            Line(delivery));
    }

    [Theory]
    [InlineData("application/json", "{\"a\":", "\"datacontenttype\":\"application/json\",\"dataschema\":\"ni:///x\",\"data_base64\":\"eyJhIjo=\"")]
    [InlineData("application/json", "\"\\ud83d\"", "\"datacontenttype\":\"application/json\",\"dataschema\":\"ni:///x\",\"data_base64\":\"Ilx1ZDgzZCI=\"")]
    [InlineData("application/json", "", "\"datacontenttype\":\"application/json\",\"dataschema\":\"ni:///x\",\"data_base64\":\"\"")]
    [InlineData("application/octet-stream", "1", "\"datacontenttype\":\"application/octet-stream\",\"dataschema\":\"ni:///x\",\"data_base64\":\"MQ==\"")]
    [InlineData(null, "1", "\"dataschema\":\"ni:///x\",\"data_base64\":\"MQ==\"")]
    [InlineData("application/json", "1", "\"data\":1")]
    [InlineData("application/cloudevents+json; charset=utf-8", "1", "\"datacontenttype\":\"application/cloudevents+json; charset=utf-8\",\"data\":1")]
    public void What_is_not_JSON_is_base64_with_encoding_and_mark_as_they_were_found(string? contentType, string body, string members)
    {
        var delivery = Recorded(
            new EventMetadata { Type = "t", Id = "1", Source = "s", Time = DateTimeOffset.UnixEpoch, DataContentType = contentType, DataSchema = "ni:///x" },
            Encoding.UTF8.GetBytes(body));

        Assert.EndsWith($"\"minorversion\":0,{members},\"topic\":\"logins\",\"partition\":3,\"position\":\"7-1\"}}", Line(delivery), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_without_a_body_has_no_data_and_stays_without()
    {
        var delivery = Recorded(new EventMetadata { Type = "t", Id = "1", Source = "s", Time = DateTimeOffset.UnixEpoch }, null);

        Assert.DoesNotContain("data", Line(delivery), StringComparison.Ordinal);
        Assert.Null(EventText.Parse(Encoding.UTF8.GetBytes(Line(delivery)), 1, s_defaults).Body);
    }

    [Fact]
    public void Data_in_another_encoding_is_decoded_by_its_type()
    {
        var delivery = Recorded(
            new EventMetadata { Type = "test.reversed.v1", Id = "1", Source = "s", Time = DateTimeOffset.UnixEpoch, DataContentType = ReversedCodec.Reversed },
            "}llun:\"txen\"{"u8.ToArray());
        var definition = new EventDefinition<Chain>([new ReversedCodec(), JsonEventWriterTests.Codec<Chain>()], []) { Type = "test.reversed.v1" };

        Assert.Contains("\"data\":{\"next\":null},\"topic\"", Line(delivery, definition), StringComparison.Ordinal);
        Assert.Contains("\"data_base64\":", Line(delivery, Campus.Events.EnrolmentCreated.Definition), StringComparison.Ordinal);
        Assert.Contains("\"data_base64\":", Line(delivery), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_whose_attributes_cannot_be_read_writes_nothing()
    {
        var delivery = new Delivery();
        delivery.Reset("logins", 0, default, null, null);
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<EventDataException>(() => EventText.Write(output, delivery, new WireReader(WireFormats.Redis), "logins", null));
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("kafka")]
    public void Text_to_record_to_text_gives_the_same_event(string format) => Gen.Select(Metadata(), Bodies()).Sample((metadata, body) =>
    {
        var first = Recorded(metadata with { DataContentType = body.ContentType }, body.Bytes, format);
        var text = Line(first, format: format);

        var parsed = EventText.Parse(Encoding.UTF8.GetBytes(text), 1, s_defaults);
        var second = Recorded(parsed.Metadata, parsed.Body?.ToArray(), format);

        Assert.Equal(text, Line(second, format: format));
        var reader = new WireReader(WireFormats.Named(format));
        var (before, after) = (reader.ReadMetadata(first), reader.ReadMetadata(second));
        Assert.Equal(before.Extensions, after.Extensions);
        Assert.Equal(before with { Extensions = after.Extensions }, after);
        Assert.Equal(first.Body?.ToArray(), second.Body?.ToArray());
    });

    private static Gen<EventMetadata> Metadata() => Gen.Select(
        CampusExamples.Text.Where(text => text.Length > 0), Gen.Guid, CampusExamples.Time, CampusExamples.Text.Null(), Gen.Int,
        Gen.Dictionary(Gen.String[Gen.Char["abcxyz019"], 6, 9], CampusExamples.Text)[0, 3],
        (text, id, time, optional, number, extensions) => new EventMetadata
        {
            Type = text, Id = id.ToString(), Source = text, Time = time, Subject = optional, PartitionKey = optional, MinorVersion = number,
            SourceHost = optional, SourceLib = number < 0 ? null : $"{number}.0", TraceState = string.IsNullOrEmpty(optional) ? null : optional, Extensions = extensions,
        });

    private static Gen<(string? ContentType, byte[]? Bytes)> Bodies() => Gen.OneOf(
        Gen.Const(((string?)null, (byte[]?)null)),
        Gen.Byte.Array.Select(bytes => ((string?)"application/avro", (byte[]?)bytes)),
        Gen.Byte.Array.Select(bytes => ((string?)ContentTypes.Json, (byte[]?)bytes)),
        CampusExamples.Submissions.Select(submission => ((string?)ContentTypes.Json, (byte[]?)Encoding.UTF8.GetBytes(JsonEventWriterTests.Json(submission)))));

    private static Delivery Recorded(EventMetadata metadata, byte[]? body, string format = "redis")
    {
        var sink = new RecordingSink();
        var route = new RouteAttributes { Type = metadata.Type, Source = metadata.Source, ContentType = metadata.DataContentType ?? ContentTypes.Avro };
        new WireWriter(WireFormats.Named(format), route).Write(EventHead.Of(metadata), sink);
        return sink.Delivered(body);
    }

    private static string Line(Delivery delivery, EventDefinition? definition = null, string format = "redis")
    {
        var output = new ArrayBufferWriter<byte>();
        EventText.Write(output, delivery, new WireReader(WireFormats.Named(format)), "logins", definition);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private sealed class ReversedCodec : IEventCodec<Chain>
    {
        public const string Reversed = "application/reversed";

        public string ContentType => Reversed;

        public void Encode(Chain @event, IBufferWriter<byte> buffer) => throw new NotSupportedException();

        public Chain Decode(ReadOnlySpan<byte> data)
        {
            var json = data.ToArray();
            Array.Reverse(json);
            return JsonEventWriterTests.Codec<Chain>().Decode(json);
        }
    }
}
