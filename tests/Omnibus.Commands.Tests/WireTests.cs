using System.Text.Json.Nodes;

namespace Omnibus.Commands.Tests;

/// <summary>Events as the bytes that they are on a broker, and back.</summary>
public sealed class WireTests : IDisposable
{
    private const string Schema = """{"type":"record","name":"CloudEvent","namespace":"edu.test.login.v1","fields":[{"name":"user","type":"string"},{"name":"count","type":"long"}]}""";
    private const string Event = """{"specversion":"1.0","type":"edu.test.login.v1","id":"af830318-f5e0-5ec8-8432-24007776226e","source":"openedx/lms/web","time":"2024-05-01T12:34:56.123456+00:00","minorversion":3,"sourcehost":"h","sourcelib":"11.2.0","partitionkey":"foobob","data":{"user":"foobob","count":123},"topic":"t"}""";

    private readonly Tool _tool = new();

    [Fact]
    public async Task Redis_has_the_fields_of_Open_edX_in_their_order_and_further_ones_behind()
    {
        var encoded = await _tool.RunWithAsync(Event, "wire", "encode", "--format", "redis", "--schema", _tool.Write("s.avsc", Schema));

        var record = JsonNode.Parse(Assert.Single(encoded.Lines))!;
        Assert.Equal(
            ["type", "id", "source", "time", "minorversion", "sourcehost", "sourcelib", "event_data", "dataschema", "partitionkey"],
            record["fields"]!.AsArray().Select(field => (string)field!["name"]!));
        Assert.Equal("0c666f6f626f62f601", (string)record["fields"]![7]!["hex"]!);
        Assert.Equal("2024-05-01T12:34:56.123456+00:00", (string)record["fields"]![3]!["text"]!);
    }

    [Fact]
    public async Task Kafka_has_framed_keys_and_bodies_and_the_headers_of_Open_edX_in_their_order()
    {
        var encoded = await _tool.RunWithAsync(Event, "wire", "encode", "--format", "kafka", "--key", "user", "--schema-number", "7", "--schema", _tool.Write("s.avsc", Schema));

        var record = JsonNode.Parse(Assert.Single(encoded.Lines))!;
        Assert.Equal(("00000000080c666f6f626f62", "00000000070c666f6f626f62f601"), ((string)record["key"]!, (string)record["value"]!));
        Assert.Equal(
            ["ce_specversion", "content-type", "ce_datacontenttype", "ce_type", "ce_id", "ce_source", "ce_time", "ce_minorversion", "sourcehost", "sourcelib", "ce_partitionkey"],
            record["headers"]!.AsArray().Select(header => (string)header!["name"]!));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("kafka")]
    public async Task What_was_encoded_is_decoded_to_the_same_event(string format)
    {
        var schema = _tool.Write("s.avsc", Schema);
        var encoded = await _tool.RunWithAsync(Event, "wire", "encode", "--format", format, "--schema", schema);
        var decoded = await _tool.RunWithAsync(encoded.Output, "wire", "decode", "--format", format, "--schema", schema);

        var found = JsonNode.Parse(Assert.Single(decoded.Lines))!.AsObject();
        found.Remove("partition");
        found.Remove("position");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Event), found), decoded.Output);
    }

    [Fact]
    public async Task A_line_that_is_no_record_is_refused()
    {
        var decoded = await _tool.RunWithAsync("""{"fields":[{"name":"type","hex":"xy"}]}""", "wire", "decode", "--format", "redis");

        Assert.Equal(ExitCode.Input, decoded.Code);
        Assert.Contains("wire encode", decoded.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
