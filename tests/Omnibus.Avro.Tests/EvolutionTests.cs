using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Omnibus.Core.Tests.Encodings;

namespace Omnibus.Schemas.Tests;

public sealed class EvolutionTests
{
    private readonly AvroEngine _avro = new();

    [Fact]
    public void Every_pair_of_the_wire_data_resolves_as_it_does_on_Kafka()
    {
        using var pairs = WireData.Read("evolution.json");
        Assert.All(pairs.RootElement.EnumerateArray(), Both);
    }

    [Fact]
    public void Every_approved_pair_resolves_as_it_did()
    {
        using var pairs = JsonDocument.Parse(typeof(EvolutionTests).Assembly.GetManifestResourceStream("Omnibus.Schemas.Tests.approved.evolution.json")!);
        Assert.All(pairs.RootElement.EnumerateArray(), Both);
    }

    [Fact]
    public void One_plan_serves_all_threads()
    {
        var plan = _avro.Resolve(
            _avro.Parse("""{"type":"record","name":"A","fields":[{"name":"a","type":"string"},{"name":"b","type":"string"}]}"""),
            _avro.Parse("""{"type":"record","name":"A","fields":[{"name":"b","type":"string"},{"name":"n","type":["null","A"],"default":null}]}"""));
        Parallel.For(0, 20_000, number =>
        {
            var text = Encoding.UTF8.GetBytes(number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture));
            var output = new ArrayBufferWriter<byte>();
            plan.Resolve((byte[])[2, (byte)'x', 12, .. text], output);
            Assert.Equal([12, .. text, 0], output.WrittenSpan.ToArray());
        });
    }

    private void Both(JsonElement pair)
    {
        One(pair, "old", "new");
        One(pair, "new", "old");
    }

    private void One(JsonElement pair, string writer, string reader)
    {
        var expected = pair.GetProperty($"{writer}_writer_{reader}_reader").GetProperty("kafka_resolving");
        var from = _avro.Parse(pair.GetProperty($"{writer}_schema").GetRawText());
        var to = _avro.Parse(pair.GetProperty($"{reader}_schema").GetRawText());
        if (!expected.TryGetProperty("result", out var result))
        {
            var refused = Assert.Throws<EventDataException>(() => _avro.Resolve(from, to));
            Assert.NotEmpty(refused.FieldPath);
            return;
        }

        var output = new ArrayBufferWriter<byte>();
        _avro.Resolve(from, to).Resolve(Convert.FromHexString(pair.GetProperty($"{writer}_bytes").GetString()!), output);
        var json = new ArrayBufferWriter<byte>();
        AvroData.WriteJson(to.Root, output.WrittenSpan, json);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(result.GetRawText()), JsonNode.Parse(json.WrittenSpan)),
            $"{pair.GetProperty("case")}: {Encoding.UTF8.GetString(json.WrittenSpan)}");
    }
}
