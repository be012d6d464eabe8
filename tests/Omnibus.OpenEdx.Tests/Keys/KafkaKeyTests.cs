using Omnibus.OpenEdx.Tests.Shared;

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
                var schema = key.GetProperty("key_schema_string").GetString();
                Assert.Equal(schema, $$"""{"name": "{{path.Split('.')[^1]}}", "type": "{{definition.KeyTypeAt(path)}}"}""");
                Assert.Equal(key.GetProperty("key_subject").GetString(), $"dev-keys-{definition.KeyTypeAt(path)}");
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
