using System.Text;
using System.Text.Json;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>Headers and metadata held against what the Python packages wrote and accepted.</summary>
public sealed class OpenEdxWireTests
{
    [Theory]
    [InlineData("001-login-basic")]
    [InlineData("011-login-metadata-odd")]
    [InlineData("013-enrollment-created-none")]
    [InlineData("051-role-assignment")]
    public void Headers_are_those_that_Python_writes(string vector)
    {
        using var document = WireData.Read($"vectors/{vector}.json");
        var metadata = Metadata(document.RootElement.GetProperty("metadata"));

        foreach (var format in (string[])["redis", "kafka"])
        {
            var sink = new RecordingSink();
            new WireWriter(WireFormats.Named(format), new RouteAttributes { Type = "", Source = "", ContentType = ContentTypes.Avro })
                .Write(EventHead.Of(metadata), sink);
            var fields = document.RootElement.GetProperty(format).GetProperty(format == "redis" ? "fields" : "headers");

            Assert.Equal(
                fields.EnumerateArray().Select(Line).Where(line => !line.StartsWith("event_data=", StringComparison.Ordinal)),
                sink.Lines);
        }
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("kafka")]
    public void Odd_records_are_accepted_at_least_where_Python_accepts_them(string format)
    {
        using var document = WireData.Read("hostile.json");
        var reader = new WireReader(WireFormats.Named(format));
        foreach (var record in document.RootElement.EnumerateArray().Where(record => record.TryGetProperty(format, out _)))
        {
            var name = record.GetProperty("case").GetString();
            var accepted = record.TryGetProperty($"{format}_metadata", out var expected);
            var missing = name is "empty type" || (name!.StartsWith("no id", StringComparison.Ordinal) && format == "kafka");
            var refused = Record.Exception(() =>
            {
                var read = reader.ReadMetadata(Delivered(record, format));
                if (accepted)
                {
                    AssertSame(expected, read);
                }
            });

            // A type is needed on both brokers. A record without an id gets one on both.
            Assert.True(refused is null == (missing ? name != "empty type" : accepted), $"{name}: {refused}");
        }
    }

    private static void AssertSame(JsonElement expected, EventMetadata read)
    {
        var python = Metadata(expected);
        Assert.Equal(
            python with
            {
                Id = python.Id[0] == '<' ? read.Id : python.Id,
                SourceHost = python.SourceHost![0] == '<' ? null : python.SourceHost,
                Extensions = read.Extensions,
                DataContentType = read.DataContentType,
            },
            read);
    }

    private static EventMetadata Metadata(JsonElement metadata) => new()
    {
        Type = metadata.GetProperty("event_type").GetString()!,
        Id = metadata.GetProperty("id").GetString()!,
        Source = metadata.GetProperty("source").GetString()!,
        Time = metadata.GetProperty("time").GetDateTimeOffset(),
        MinorVersion = metadata.GetProperty("minorversion").GetInt32(),
        SourceHost = metadata.GetProperty("sourcehost").GetString(),
        SourceLib = string.Join('.', metadata.GetProperty("sourcelib").EnumerateArray().Select(part => part.GetInt32())),
    };

    private static Delivery Delivered(JsonElement record, string format)
    {
        var delivery = new Delivery();
        delivery.Reset("topic", 0, new Position(0, 1), null, null);
        foreach (var field in record.GetProperty("fields").EnumerateArray())
        {
            var name = field.GetProperty("name").GetString()!;
            var prefixed = format == "kafka" && name is "type" or "id" or "source" or "time" or "minorversion";
            delivery.AddHeader(format == "kafka" && prefixed ? "ce_" + name : name, Convert.FromHexString(field.GetProperty("value_hex").GetString()!));
        }

        return delivery;
    }

    private static string Line(JsonElement field) =>
        $"{field.GetProperty("name").GetString()}={Encoding.UTF8.GetString(Convert.FromHexString(field.GetProperty("value_hex").GetString()!))}";
}
