using System.Text.Json;
using System.Text.Json.Nodes;
using Omnibus.OpenEdx.Tests.Shared;
using Omnibus.Schemas;

namespace Omnibus.OpenEdx.Tests.Vectors;

/// <summary>
/// Events with their bytes, of every type, that stay with the sources: made by the codecs here when they agreed with everything that Python had written.
/// With <c>OMNIBUS_APPROVE=1</c> both files are made anew.
/// </summary>
public sealed class ApprovedVectorTests
{
    [Fact]
    public void Every_event_has_the_schema_that_was_approved()
    {
        var schemas = Definitions.Travelling.Select(definition => $"{definition.Type} {SchemaText.Registered(definition.Schema!.Text)}").ToList();
        if (ApprovedFile.IsAsked)
        {
            ApprovedFile.Write("schemas.txt", schemas);
        }

        Assert.Equal(ApprovedFile.Lines("schemas.txt"), schemas);
    }

    [Fact]
    public void Every_event_has_the_bytes_that_were_approved_in_both_directions()
    {
        if (ApprovedFile.IsAsked)
        {
            ApprovedFile.Write("vectors.jsonl", Definitions.Travelling.SelectMany(definition => Made(definition)));
        }

        var lines = ApprovedFile.Lines("vectors.jsonl");
        foreach (var line in lines)
        {
            using var vector = JsonDocument.Parse(line);
            var type = vector.RootElement.GetProperty("type").GetString()!;
            var avro = vector.RootElement.GetProperty("avro").GetString()!;
            var data = vector.RootElement.GetProperty("data").GetRawText();
            Assert.Equal(avro, Convert.ToHexStringLower(Definitions.Encode(type, data).Bytes.Span));
            SameJson.Assert(data, Definitions.Decode(type, Convert.FromHexString(avro)));
        }

        Assert.Equal(2 * Definitions.Travelling.Count, lines.Count);
    }

    private static IEnumerable<string> Made(EventDefinition definition)
    {
        foreach (var full in (bool[])[true, false])
        {
            var data = new SampleMaker(full).Make(definition);
            yield return new JsonObject
            {
                ["type"] = definition.Type,
                ["avro"] = Convert.ToHexStringLower(Definitions.Encode(definition.Type, data).Bytes.Span),
                ["data"] = JsonNode.Parse(data),
            }.ToJsonString();
        }
    }
}
