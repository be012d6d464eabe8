using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Omnibus.Core.Tests.Encodings;

namespace Omnibus.Schemas.Tests;

public sealed class TextTests
{
    private const string Everything =
        """
        {"type":"record","name":"T","fields":[
          {"name":"l","type":"long"},{"name":"i","type":"int"},{"name":"d","type":"double"},{"name":"f","type":"float"},{"name":"b","type":"bytes"},
          {"name":"x","type":{"type":"fixed","name":"X","size":2}},{"name":"e","type":{"type":"enum","name":"E","symbols":["RED","GREEN"]}},
          {"name":"m","type":{"type":"map","values":"long"}},{"name":"a","type":{"type":"array","items":["null","string"]}},
          {"name":"u","type":["null","long","string"]},{"name":"o","type":["null","T"],"default":null},{"name":"t","type":"boolean"}]}
        """;

    private const string Value =
        """{"l":9223372036854775807,"i":-2147483648,"d":"-Infinity","f":0.1,"b":"AAH/","x":"qrs=","e":"GREEN","m":{"￮":1,"😀":-9223372036854775808},"a":["x",null],"u":{"long":5},"o":null,"t":true}""";

    private readonly AvroEngine _avro = new();

    [Fact]
    public void What_is_written_as_JSON_is_read_back_to_the_same_bytes()
    {
        var type = _avro.Parse(Everything).Root;
        var bytes = AvroData.OfJson(type, Encoding.UTF8.GetBytes(Value));
        Assert.Equal(Value, Json(type, bytes));
        Assert.Equal(bytes, AvroData.OfJson(type, Encoding.UTF8.GetBytes(Json(type, bytes))));
    }

    [Fact]
    public void Fields_may_come_in_any_order_and_what_is_optional_may_be_left_out()
    {
        var type = _avro.Parse(Everything).Root;
        var node = JsonNode.Parse(Value)!.AsObject();
        var turned = new JsonObject(node.Reverse().Where(member => member.Key != "o").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        Assert.Equal(AvroData.OfJson(type, Encoding.UTF8.GetBytes(Value)), AvroData.OfJson(type, Encoding.UTF8.GetBytes(turned.ToJsonString())));
    }

    [Theory]
    [InlineData("\"t\":true", "\"t\":true,\"zz\":1", "zz", "There is no such field.")]
    [InlineData("\"t\":true", "\"o\":null", "o", "The field is there twice.")]
    [InlineData(",\"t\":true", "", "t", "The field is missing.")]
    [InlineData("\"i\":-2147483648", "\"i\":2147483648", "i", "out of the range of 32-bit")]
    [InlineData("9223372036854775807", "9223372036854775808", "l", "out of the range of 64-bit")]
    [InlineData("\"i\":-2147483648", "\"i\":\"1\"", "i", "An integer is expected here, not text.")]
    [InlineData("GREEN", "BLUE", "e", "One of RED, GREEN is expected here.")]
    [InlineData("qrs=", "qg==", "x", "2 bytes in base64")]
    [InlineData("\"f\":0.1", "\"f\":1e60", "f", "32-bit floating point")]
    [InlineData("{\"long\":5}", "5", "u", "An object is expected here")]
    [InlineData("{\"long\":5}", "{\"long\":5,\"string\":\"\"}", "u", "one member")]
    [InlineData("[\"x\",null]", "[\"x\",1]", "a[1]", "Text is expected here")]
    [InlineData("\"😀\":-9223372036854775808", "\"z\":true", "m.z", "An integer is expected here")]
    public void What_is_not_of_the_schema_is_refused_with_its_path(string part, string other, string path, string problem)
    {
        var type = _avro.Parse(Everything).Root;
        Assert.Contains(part, Value, StringComparison.Ordinal);
        var refused = Assert.Throws<EventDataException>(() => AvroData.OfJson(type, Encoding.UTF8.GetBytes(Value.Replace(part, other, StringComparison.Ordinal))));
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(path, refused.FieldPath);
    }

    [Theory]
    [InlineData("\"long\"", "ffffffffffffffffff02", "more than 64 bits")]
    [InlineData("\"long\"", "80", "too early")]
    [InlineData("\"long\"", "0000", "1 bytes are left over")]
    [InlineData("\"string\"", "01", "negative")]
    [InlineData("\"string\"", "feffffffffffffffff01", "too early")]
    [InlineData("\"string\"", "02ff", "not UTF-8")]
    [InlineData("""["null","long"]""", "04", "no branch 2")]
    [InlineData("""{"type":"array","items":"null"}""", "feffffffffffffffff01", "more items")]
    [InlineData("""{"type":"array","items":"null"}""", "01", "too early")]
    [InlineData("""{"type":"array","items":{"type":"array","items":"null"}}""", "06ff0fff0fff0f0000", "")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "02", "no symbol 1")]
    [InlineData("\"int\"", "8080808020", "32-bit")]
    [InlineData("\"double\"", "00", "too early")]
    public void Bytes_that_are_not_of_the_schema_are_refused(string schema, string hex, string problem)
    {
        var type = _avro.Parse(schema).Root;
        var refused = Assert.Throws<EventDataException>(() => AvroData.Check(type, Convert.FromHexString(hex)));
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_of_every_vector_is_the_JSON_that_it_says_and_back()
    {
        var names = WireData.Names("vectors");
        Assert.Equal(102, names.Count);
        Assert.All(names, name =>
        {
            using var vector = WireData.Read($"vectors/{name}");
            var type = _avro.Parse(vector.RootElement.GetProperty("schema").GetRawText()).Root;
            var bytes = Convert.FromHexString(vector.RootElement.GetProperty("avro_hex").GetString()!);
            var record = vector.RootElement.GetProperty("record").GetRawText();
            Assert.Equal(bytes, AvroData.OfJson(type, Encoding.UTF8.GetBytes(record)));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(record), JsonNode.Parse(Json(type, bytes))), name);
        });
    }

    private static string Json(AvroType type, byte[] bytes)
    {
        var json = new ArrayBufferWriter<byte>();
        AvroData.WriteJson(type, bytes, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
