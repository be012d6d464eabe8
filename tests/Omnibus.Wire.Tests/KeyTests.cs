using System.Text.Json;
using Omnibus.Core.Tests.Encodings;
using Omnibus.Drivers;
using Omnibus.Schemas;

namespace Omnibus.Wire.Tests;

/// <summary>Keys on Kafka with a registry, held against what the Python packages write.</summary>
public sealed class KeyTests(Places places)
{
    [Fact]
    public async Task Keys_and_their_schemas_are_those_that_Python_writes()
    {
        using var keys = WireData.Read("keys.json");
        var settings = await places.AtAsync("kafka-registry");
        foreach (var one in keys.RootElement.EnumerateArray().Where(one => one.TryGetProperty("key_hex", out _)))
        {
            var topic = $"keys-{Guid.NewGuid():N}";
            var path = one.GetProperty("event_key_field").GetString()!;
            var event_ = WireFiles.Catalogue(one.GetProperty("event_type").GetString()!);
            var value = path.Split('.').Aggregate(one.GetProperty("record"), (element, name) => element.GetProperty(name));
            using var written = JsonDocument.Parse(one.GetProperty("key_schema_string").GetString()!);
            BytesEvent<Writing>.Set(
                event_.Type,
                event_.Schema,
                (path, written.RootElement.GetProperty("type").GetString()!),
                _ => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
            await using var service = await Service.StartAsync(
                settings,
                bus => bus.Registrations.Add(BytesEvent<Writing>.Definition),
                ("Publish:out:Event", event_.Type),
                ("Publish:out:Topic", topic),
                ("Publish:out:Key", path));
            await service.Bus.PublishAsync(
                new BytesEvent<Writing>(AvroData.OfJson(new AvroEngine().Parse(event_.Schema).Root, System.Text.Encoding.UTF8.GetBytes(one.GetProperty("record").GetRawText()))),
                cancellationToken: TestContext.Current.CancellationToken);

            var key = Assert.Single(await service.ReadAsync(topic, 1)).Key!;
            Assert.Equal(one.GetProperty("key_hex").GetString()![10..], Convert.ToHexStringLower(key)[10..]);
            var store = (ISchemaStore)service.Transport;
            var schema = (await store.ListSchemasAsync(topic, TestContext.Current.CancellationToken)).Single(schema => schema.Role == SchemaRole.Key);
            Assert.Equal(one.GetProperty("key_subject").GetString(), $"{one.GetProperty("topic").GetString()}-{schema.RecordName}");
            Assert.Equal(one.GetProperty("key_schema_string").GetString(), await store.GetAsync(schema.Mark, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_key_that_the_application_gives_is_text_whatever_the_path_says()
    {
        var topic = $"keys-{Guid.NewGuid():N}";
        BytesEvent<Writing>.Set(
            "wire.note.v1", """{"type":"record","name":"CloudEvent","namespace":"wire.note.v1","fields":[{"name":"number","type":"long"}]}""", ("number", "long"), bytes => $"{bytes[0] / 2}");
        await using var service = await Service.StartAsync(
            await places.AtAsync("kafka-registry"),
            bus => bus.Registrations.Add(BytesEvent<Writing>.Definition),
            ("Publish:out:Event", "wire.note.v1"),
            ("Publish:out:Topic", topic),
            ("Publish:out:Key", "number"));
        await service.Bus.PublishAsync(new BytesEvent<Writing>([4]), cancellationToken: TestContext.Current.CancellationToken);
        await service.Bus.PublishAsync(new BytesEvent<Writing>([4]), new PublishOptions { Key = "own" }, TestContext.Current.CancellationToken);

        var records = await service.ReadAsync(topic, 2);
        Assert.Equal(["04", "066f776e"], records.Select(record => Convert.ToHexStringLower(record.Key![5..])).Order());
        Assert.Equal(["2", "own"], records.Select(record => record.Metadata!.PartitionKey).Order());
        var schemas = await ((ISchemaStore)service.Transport).ListSchemasAsync(topic, TestContext.Current.CancellationToken);
        Assert.Equal(["long", "string"], schemas.Where(schema => schema.Role == SchemaRole.Key).Select(schema => schema.RecordName).Order());
    }
}
