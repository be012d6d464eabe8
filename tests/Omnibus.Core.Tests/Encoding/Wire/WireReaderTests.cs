using System.Text;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

public sealed class WireReaderTests
{
    private static readonly WireReader s_redis = new(WireFormats.Redis);
    private static readonly WireReader s_kafka = new(WireFormats.Kafka);

    [Theory]
    [InlineData("redis")]
    [InlineData("kafka")]
    public void What_was_written_is_read_back(string format)
    {
        var metadata = new EventMetadata
        {
            Type = "t", Id = "1", Source = "s", Time = DateTimeOffset.UnixEpoch.AddMicroseconds(1), Subject = "about", DataContentType = ContentTypes.Json,
            DataSchema = "ni:///x", PartitionKey = "ключ", MinorVersion = 4, SourceHost = "", SourceLib = "1.2.3", TraceParent = "00-1", TraceState = "a=b",
            Extensions = new Dictionary<string, string> { ["tenant"] = "", ["x1"] = "y" },
        };
        var sink = new RecordingSink();
        new WireWriter(WireFormats.Named(format), new RouteAttributes { Type = "", Source = "", ContentType = "" }).Write(EventHead.Of(metadata), sink);

        var read = new WireReader(WireFormats.Named(format)).ReadMetadata(sink.Delivered());

        Assert.Equal(metadata.Extensions, read.Extensions);
        Assert.Equal(metadata, read with { Extensions = metadata.Extensions });
    }

    [Fact]
    public void A_record_without_attributes_gets_an_id_from_its_place_and_the_time_at_which_it_was_stored()
    {
        var delivery = Record("type=t");

        var read = s_redis.ReadMetadata(delivery);

        Assert.Equal(read.Id, s_redis.ReadMetadata(delivery).Id);
        Assert.True(Guid.TryParseExact(read.Id, "D", out var id) && id.Version == 8);
        Assert.NotEqual(read.Id, s_redis.ReadMetadata(Record("type=t", partition: 2)).Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_000), read.Time);
        Assert.Equal((WireReader.UnknownSource, 0, null, null), (read.Source, read.MinorVersion, read.SourceHost, read.SourceLib));
    }

    [Fact]
    public void Unknown_fields_are_extensions_if_an_extension_may_have_their_name()
    {
        var read = s_kafka.ReadMetadata(Record("ce_type=t;tenant=plain;ce_tenant=prefixed;ce_other=1;third=2;X-Trace=3;ce_data=4;type=5;ce_traceparent=6"));

        Assert.Equal(new Dictionary<string, string> { ["tenant"] = "prefixed", ["other"] = "1", ["third"] = "2" }, read.Extensions);
        Assert.Equal("t", read.Type);
        Assert.Null(read.TraceParent);
    }

    [Theory]
    [InlineData("ce_id=1;ce_id=2;ce_type=t", "id")]
    [InlineData("ce_type=", "type")]
    [InlineData("id=1", "type")]
    [InlineData("ce_type=t;ce_minorversion=x", "minorversion")]
    [InlineData("ce_type=t;ce_minorversion=3000000000", "minorversion")]
    [InlineData("ce_type=t;sourcelib=1.2.0rc1", "sourcelib")]
    [InlineData("ce_type=t;sourcelib=1..2", "sourcelib")]
    [InlineData("ce_type=t;ce_time=2024-05-01T12:34:56", "time")]
    [InlineData("ce_type=t;ce_time=2024-05-01T12:34:56+02:00", "time")]
    [InlineData("ce_type=t;ce_time=2024-05-01", "time")]
    [InlineData("ce_type=t;ce_time=yesterday", "time")]
    [InlineData("ce_type=t;ce_source=\u0001ÿ", "source")]
    public void What_cannot_be_read_is_refused_with_the_attribute(string headers, string attribute) =>
        Assert.Equal(attribute, Assert.Throws<EventDataException>(() => s_kafka.ReadMetadata(Record(headers, Encoding.Latin1))).FieldPath);

    [Theory]
    [InlineData(" 1_0 ", 10)]
    [InlineData("+7", 7)]
    [InlineData("-0", 0)]
    [InlineData("٣", 3)]
    [InlineData("007", 7)]
    [InlineData("", 0)]
    public void Minor_versions_are_read_as_Python_reads_integers(string text, int version) =>
        Assert.Equal(version, s_redis.ReadMetadata(Record($"type=t;minorversion={text}")).MinorVersion);

    [Theory]
    [InlineData("AF830318-F5E0-5EC8-8432-24007776226E", "af830318-f5e0-5ec8-8432-24007776226e")]
    [InlineData("{af830318-f5e0-5ec8-8432-24007776226e}", "af830318-f5e0-5ec8-8432-24007776226e")]
    [InlineData("urn:uuid:af830318f5e05ec8843224007776226e", "af830318-f5e0-5ec8-8432-24007776226e")]
    [InlineData("order-17", "order-17")]
    public void Ids_are_UUIDs_in_one_form_or_any_other_text(string text, string id) =>
        Assert.Equal(id, s_redis.ReadMetadata(Record($"type=t;id={text}")).Id);

    [Fact]
    public void The_key_is_found_without_its_frame_or_in_its_attribute()
    {
        var framed = new Delivery();
        framed.Reset("t", 0, default, new byte[] { 0, 0, 0, 0, 9, 2, 97 }, null);
        var text = new Delivery();
        text.Reset("t", 0, default, "ada"u8.ToArray(), null);

        Assert.Equal([2, 97], s_kafka.FindKey(framed).ToArray());
        Assert.Equal("a", s_kafka.ReadKey(framed));
        framed.Reset("t", 0, default, new byte[] { 0, 0, 0, 0, 9, 246, 1 }, null);
        Assert.Null(s_kafka.ReadKey(framed)); // a number
        Assert.Equal("ada"u8.ToArray(), s_redis.FindKey(text).ToArray());
        Assert.Equal("ada", s_redis.ReadKey(text));
        Assert.Equal("bob", s_redis.ReadKey(Record("type=t;partitionkey=bob")));
        Assert.Equal("bob"u8.ToArray(), s_redis.FindKey(Record("type=t;partitionkey=bob")).ToArray());
        Assert.True(s_redis.FindKey(Record("type=t")).IsEmpty);
        Assert.Null(s_redis.ReadKey(Record("type=t")));
    }

    [Fact]
    public void Finding_attributes_allocates_nothing()
    {
        var delivery = Record("ce_specversion=1.0;content-type=application/json;ce_type=t;ce_partitionkey=k");
        var length = Find(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        length += Find(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1100 * (1 + 16 + 1 + 1), length);

        int Find(int times)
        {
            var found = 0;
            for (var turn = 0; turn < times; turn++)
            {
                s_kafka.TryFindType(delivery, out var type);
                s_kafka.TryFindContentType(delivery, out var contentType);
                s_kafka.TryFind(delivery, Attributes.PartitionKey, out var key);
                found += type.Length + contentType.Length + key.Length + s_kafka.FindKey(delivery).Length;
            }

            return found;
        }
    }

    private static Delivery Record(string headers, Encoding? encoding = null, int partition = 1)
    {
        var delivery = new Delivery();
        delivery.Reset("topic", partition, new Position(0, 5), null, null, storedAt: 1_000);
        foreach (var header in headers.Split(';'))
        {
            var parts = header.Split('=', 2);
            delivery.AddHeader(parts[0], (encoding ?? Encoding.UTF8).GetBytes(parts[1]));
        }

        return delivery;
    }
}
