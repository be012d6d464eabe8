using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

public sealed class WireWriterTests
{
    private static readonly RouteAttributes s_route = new()
    {
        Type = "edu.campus.enrolment.created.v1",
        Source = "/registrar",
        ContentType = ContentTypes.Json,
        MinorVersion = 2,
        SourceHost = "host-1",
        SourceLib = "11.2.0",
    };

    private static readonly EventHead s_head = new()
    {
        Id = new Guid("AF830318-f5e0-5ec8-8432-24007776226e"),
        Time = new DateTimeOffset(2024, 5, 1, 14, 34, 56, TimeSpan.FromHours(2)).AddTicks(1_234_567),
        Subject = "course-1",
        Key = "ada",
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        TraceState = "a=b",
        Extensions = new Dictionary<string, string> { ["tenant"] = "zürich" },
    };

    [Fact]
    public void Redis_fields_come_in_order_with_the_body_at_its_place_and_what_is_not_listed_behind_it()
    {
        var sink = Written(WireFormats.Redis, s_head);

        Assert.Equal(
            [
                "type=edu.campus.enrolment.created.v1", "id=af830318-f5e0-5ec8-8432-24007776226e", "source=/registrar",
                "time=2024-05-01T12:34:56.123456+00:00", "minorversion=2", "sourcehost=host-1", "sourcelib=11.2.0",
                "subject=course-1", "datacontenttype=application/json", "partitionkey=ada",
                "traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate=a=b", "tenant=zürich",
            ],
            sink.Lines);
        Assert.Equal(7, sink.BodyAt);
    }

    [Fact]
    public void Kafka_headers_come_in_order_with_tracing_bare_and_everything_else_under_the_prefix()
    {
        var sink = Written(WireFormats.Kafka, s_head);

        Assert.Equal(
            [
                "ce_specversion=1.0", "content-type=application/json", "ce_datacontenttype=application/json",
                "ce_type=edu.campus.enrolment.created.v1", "ce_id=af830318-f5e0-5ec8-8432-24007776226e", "ce_source=/registrar",
                "ce_time=2024-05-01T12:34:56.123456+00:00", "ce_minorversion=2", "sourcehost=host-1", "sourcelib=11.2.0",
                "traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate=a=b",
                "ce_subject=course-1", "ce_partitionkey=ada", "ce_tenant=zürich",
            ],
            sink.Lines);
        Assert.Null(sink.BodyAt);
    }

    [Fact]
    public void Attributes_that_an_event_does_not_have_are_left_out_and_Avro_goes_without_saying_on_Redis()
    {
        var bare = new EventHead { IdText = "7", Time = DateTimeOffset.UnixEpoch };
        var route = new RouteAttributes { Type = "t", Source = "s", ContentType = ContentTypes.Avro };
        var sink = new RecordingSink();
        new WireWriter(WireFormats.Redis, route).Write(bare, sink);

        Assert.Equal(["type=t", "id=7", "source=s", "time=1970-01-01T00:00:00+00:00", "minorversion=0"], sink.Lines);
        Assert.Equal(5, sink.BodyAt);
    }

    [Fact]
    public void An_event_that_is_published_again_keeps_what_the_route_would_have_said()
    {
        var metadata = new EventMetadata
        {
            Type = "old.v1", Id = "1", Source = "elsewhere", Time = DateTimeOffset.UnixEpoch, MinorVersion = -3, SourceLib = "1.2",
            DataContentType = ContentTypes.Avro, DataSchema = "ni:///x", PartitionKey = "",
        };

        var sink = Written(WireFormats.Kafka, EventHead.Of(metadata));

        Assert.Equal(
            [
                "ce_specversion=1.0", "content-type=application/avro", "ce_datacontenttype=application/avro", "ce_type=old.v1", "ce_id=1",
                "ce_source=elsewhere", "ce_time=1970-01-01T00:00:00+00:00", "ce_minorversion=-3", "sourcelib=1.2", "ce_dataschema=ni:///x",
                "ce_partitionkey=",
            ],
            sink.Lines);
    }

    [Theory]
    [InlineData("Tenant")]
    [InlineData("ten_ant")]
    [InlineData("zürich")]
    [InlineData("")]
    [InlineData("id")]
    [InlineData("data")]
    [InlineData("partition")]
    public void A_name_that_no_extension_may_have_is_refused_with_the_name(string name)
    {
        var head = s_head with { Extensions = new Dictionary<string, string> { [name] = "x" } };

        var refused = Assert.Throws<EventDataException>(() => Written(WireFormats.Redis, head));

        Assert.Equal(name, refused.FieldPath);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_the_attribute()
    {
        Assert.Equal("subject", Assert.Throws<EventDataException>(() => Written(WireFormats.Redis, s_head with { Subject = "\ud83d" })).FieldPath);
        Assert.Equal(
            "tenant",
            Assert.Throws<EventDataException>(() => Written(
                WireFormats.Redis, s_head with { Extensions = new Dictionary<string, string> { ["tenant"] = new string('x', 500) + "\ude00" } })).FieldPath);
        Assert.Equal("id", Assert.Throws<EventDataException>(() => Written(WireFormats.Redis, s_head with { IdText = "" })).FieldPath);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var writer = new WireWriter(WireFormats.Kafka, s_route);
        var kept = EventHead.Of(new WireReader(WireFormats.Kafka).ReadMetadata(Written(WireFormats.Kafka, s_head).Delivered()));
        var sink = new NullSink();
        Write(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Write(int times)
        {
            for (var turn = 0; turn < times; turn++)
            {
                writer.Write(s_head, sink);
                writer.Write(kept, sink);
            }
        }
    }

    private static RecordingSink Written(Omnibus.Drivers.WireFormat format, EventHead head)
    {
        var sink = new RecordingSink();
        new WireWriter(format, s_route).Write(head, sink);
        return sink;
    }

    private sealed class NullSink : IRecordSink
    {
        public void AddConstantHeader(string name, ReadOnlyMemory<byte> value)
        {
        }

        public void AddHeader(string name, ReadOnlySpan<byte> value)
        {
        }

        public void MarkBody()
        {
        }
    }
}
