using System.Buffers;
using Omnibus.OpenEdx.Tests.Shared;
using Omnibus.Schemas;

namespace Omnibus.OpenEdx.Tests.Keys;

/// <summary>What can be the key of an event, held against what the Python packages do.</summary>
public sealed class KafkaKeyTests
{
    [Fact]
    public void A_path_to_a_simple_field_is_a_key_of_its_type()
    {
        var cases = SharedFiles.Read("keys.json").EnumerateArray().ToList();
        Assert.Equal(7, cases.Count);
        foreach (var key in cases)
        {
            var path = key.GetProperty("event_key_field").GetString()!;
            var definition = Definitions.Of(key.GetProperty("event_type").GetString()!);
            if (key.TryGetProperty("key_hex", out _))
            {
                var type = definition.KeyTypeAt(path)!;
                var schema = SchemaText.OfKey(path, type);
                Assert.Equal(key.GetProperty("key_schema_string").GetString(), schema);
                Assert.Equal(key.GetProperty("key_subject").GetString(), $"dev-keys-{type}");
                var bytes = new ArrayBufferWriter<byte>();
                KeyData.Write(bytes, type, Definitions.Encode(definition.Type, key.GetProperty("record").GetRawText(), path).Key!);
                Assert.Equal(key.GetProperty("key_hex").GetString()![10..], Convert.ToHexStringLower(bytes.WrittenSpan));
            }
            else if (key.TryGetProperty("key_schema_error", out _) || key.GetProperty("description").GetString()!.Contains("record", StringComparison.Ordinal))
            {
                // Refused where it is configured, before anything is sent.
                Assert.DoesNotContain(path, definition.KeyPaths);
            }
            else
            {
                // An optional field: Python cannot, this can.
                Assert.Equal("string", definition.KeyTypeAt(path));
            }
        }
    }
}
