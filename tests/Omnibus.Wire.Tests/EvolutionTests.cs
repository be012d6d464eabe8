using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Omnibus.Core.Tests.Encodings;
using Omnibus.Schemas;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Omnibus.Wire.Tests.Places))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Omnibus.Wire.Tests;

/// <summary>A service that was compiled with one version of a schema reads what a service with another wrote.</summary>
public sealed class EvolutionTests(Places places)
{
    [Theory]
    [MemberData(nameof(Places.All), MemberType = typeof(Places))]
    public async Task Every_pair_of_the_wire_data_resolves_as_it_does_with_the_writers_schema_known(string place)
    {
        using var pairs = WireData.Read("evolution.json");
        var settings = await places.AtAsync(place);
        var number = 0;
        foreach (var pair in pairs.RootElement.EnumerateArray())
        {
            number++;
            await OneAsync(settings, $"evolution-{number}-forward", pair, "new", "old");
            await OneAsync(settings, $"evolution-{number}-backward", pair, "old", "new");
        }
    }

    private static async Task OneAsync(IReadOnlyDictionary<string, string?> settings, string topic, JsonElement pair, string writer, string reader)
    {
        const string Type = "evo.v1";
        var name = $"{pair.GetProperty("case")}, {writer} to {reader}";
        BytesEvent<Writing>.Set(Type, pair.GetProperty($"{writer}_schema").GetRawText());
        BytesEvent<Reading>.Set(Type, pair.GetProperty($"{reader}_schema").GetRawText());
        await using var from = await Service.StartAsync(
            settings, bus => bus.Registrations.Add(BytesEvent<Writing>.Definition), ("Publish:out:Event", Type), ("Publish:out:Topic", topic));
        await from.Bus.PublishAsync(
            new BytesEvent<Writing>(Convert.FromHexString(pair.GetProperty($"{writer}_bytes").GetString()!)),
            cancellationToken: TestContext.Current.CancellationToken);

        var got = Channel.CreateUnbounded<byte[]>();
        await using var to = await Service.StartAsync(
            settings,
            bus => bus.Consumer("reader").Handle<BytesEvent<Reading>>((@event, _, _) =>
            {
                got.Writer.TryWrite(@event.Data);
                return ValueTask.CompletedTask;
            }),
            ("Consume:reader:Topics:0", topic),
            ("Consume:reader:Group", "readers"));
        var expected = pair.GetProperty($"{writer}_writer_{reader}_reader").GetProperty("kafka_resolving");
        if (expected.TryGetProperty("result", out var result))
        {
            var json = new ArrayBufferWriter<byte>();
            AvroData.WriteJson(new AvroEngine().Parse(pair.GetProperty($"{reader}_schema").GetRawText()).Root, await Service.NextAsync(got), json);
            Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(result.GetRawText()), JsonNode.Parse(json.WrittenSpan)), $"{name}: {Encoding.UTF8.GetString(json.WrittenSpan)}");
        }
        else
        {
            var dead = Assert.Single(await to.ReadAsync($"{topic}.readers.dead-letter", 1));
            Assert.Equal("Undecodable", dead.Text("omnibus-reason"));
            Assert.False(got.Reader.TryRead(out _), name);
        }
    }
}
