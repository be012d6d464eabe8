using System.Text.Json;
using Omnibus.OpenEdx.Tests.Shared;
using Omnibus.Schemas;

namespace Omnibus.OpenEdx.Tests.Vectors;

/// <summary>What the Python packages wrote, written and read by the compiled events.</summary>
public sealed class VectorTests
{
    public static TheoryData<string> Names() => SharedFiles.Vectors();

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_and_bytes_are_those_of_Python_in_both_directions(string name)
    {
        var vector = SharedFiles.Vector(name);
        var type = vector.GetProperty("event_type").GetString()!;
        var record = vector.GetProperty("record").GetRawText();
        var avro = vector.GetProperty("avro_hex").GetString()!;

        Assert.Equal(vector.GetProperty("schema_string").GetString(), SchemaText.Registered(Definitions.Of(type).Schema!.Text));

        Assert.Equal(avro, Convert.ToHexStringLower(Definitions.Encode(type, record).Bytes.Span));
        var decoded = Definitions.Decode(type, Convert.FromHexString(avro));
        SameJson.Assert(record, decoded);
        Assert.Equal(avro, Convert.ToHexStringLower(Definitions.Encode(type, decoded).Bytes.Span));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Metadata_has_the_text_that_Python_logs(string name)
    {
        var vector = SharedFiles.Vector(name);
        Assert.Equal(vector.GetProperty("metadata_json").GetString(), PythonMetadata.Of(vector.GetProperty("metadata")).ToOpenEdxJson());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fields_on_Redis_are_those_of_Python_in_order_and_are_read_in_any(string name)
    {
        var vector = SharedFiles.Vector(name);
        var wire = new WrittenRecord(Transports.Redis, PythonMetadata.Of(vector.GetProperty("metadata")), Body(vector));
        Assert.Equal(Lines(vector.GetProperty("redis").GetProperty("fields")), wire.Lines("event_data"));
        Assert.Equal(PythonMetadata.Of(vector.GetProperty("metadata")), wire.ReadShuffled());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Headers_on_Kafka_are_those_of_Python_in_order_and_the_value_is_the_same_bytes(string name)
    {
        var vector = SharedFiles.Vector(name);
        if (!vector.TryGetProperty("kafka", out var kafka))
        {
            Assert.StartsWith("org.openedx.", name, StringComparison.Ordinal);
            return;
        }

        var wire = new WrittenRecord(Transports.Kafka, PythonMetadata.Of(vector.GetProperty("metadata")), Body(vector));
        Assert.Equal(Lines(kafka.GetProperty("headers")), wire.Lines(body: null));
        Assert.Equal(kafka.GetProperty("value_hex").GetString()![10..], Convert.ToHexStringLower(Body(vector)));
        Assert.Equal(PythonMetadata.Of(vector.GetProperty("metadata")) with { DataContentType = ContentTypes.Avro }, wire.ReadShuffled());
    }

    private static byte[] Body(JsonElement vector) =>
        Definitions.Encode(vector.GetProperty("event_type").GetString()!, vector.GetProperty("record").GetRawText()).Bytes.ToArray();

    private static IEnumerable<string> Lines(JsonElement headers) =>
        headers.EnumerateArray().Select(header => $"{header.GetProperty("name").GetString()}={header.GetProperty("value_hex").GetString()}");
}
