using System.Threading.Channels;
using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Schemas;
using StackExchange.Redis;

namespace Omnibus.Wire.Tests;

/// <summary>Entries that the Python packages wrote, byte for byte on the brokers, and what Omnibus writes in their place.</summary>
public sealed class OpenEdxTests(Places places)
{
    private const string Marks = "ni:///sha-256-128;";

    public static TheoryData<string> Cases => [.. WireFiles.Hostile().Select(one => one.Case)];

    [Fact]
    public async Task What_Python_wrote_to_Redis_is_consumed()
    {
        var settings = await places.AtAsync("redis");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await places.RedisOptionsAsync());
        foreach (var entry in WireFiles.Redis())
        {
            await redis.GetDatabase().StreamAddAsync(entry.Topic, [.. entry.Fields.Select(field => new NameValueEntry(field.Name, field.Value))]);
            await AssertConsumedAsync(settings, entry);
        }
    }

    [Fact]
    public async Task What_Python_wrote_to_Kafka_is_consumed()
    {
        var settings = await places.AtAsync("kafka-registry");
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = settings["BootstrapServers"] }).Build();
        foreach (var entry in WireFiles.Kafka())
        {
            await using var service = await Service.StartAsync(settings);
            var headers = new Headers();
            entry.Fields.ForEach(field => headers.Add(field.Name, field.Value));
            await producer.ProduceAsync(entry.Topic, new Message<byte[], byte[]>
            {
                Key = await RenumberedAsync(service, entry, entry.Key!, SchemaRole.Key),
                Value = await RenumberedAsync(service, entry, entry.Body, SchemaRole.Value),
                Headers = headers,
            });
            await AssertConsumedAsync(settings, entry);
        }
    }

    [Fact]
    public async Task What_Omnibus_writes_to_Redis_is_what_Python_writes_with_further_fields_behind()
    {
        var settings = await places.AtAsync("redis");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await places.RedisOptionsAsync());
        foreach (var entry in WireFiles.Redis())
        {
            var topic = $"{entry.Topic}-{Guid.NewGuid():N}";
            await PublishAsync(settings, topic, entry);
            var written = Assert.Single(await redis.GetDatabase().StreamRangeAsync(topic)).Values.Select(pair => ((string)pair.Name!, Hex((byte[])pair.Value!))).ToList();
            Assert.Equal(entry.Fields.Select(field => (field.Name, Hex(field.Value))), written.Take(8));
            Assert.Equal(["dataschema", "partitionkey"], written.Skip(8).Select(field => field.Item1));
        }
    }

    [Fact]
    public async Task What_Omnibus_writes_to_Kafka_is_what_Python_writes_with_further_headers_behind()
    {
        var settings = await places.AtAsync("kafka-registry");
        foreach (var entry in WireFiles.Kafka())
        {
            var topic = $"{entry.Topic}-{Guid.NewGuid():N}";
            var (service, key) = await PublishAsync(settings, topic, entry);
            await using var closing = service;
            using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
            {
                BootstrapServers = settings["BootstrapServers"], GroupId = topic, AutoOffsetReset = AutoOffsetReset.Earliest,
            }).Build();
            consumer.Subscribe(topic);
            var record = consumer.Consume(TestContext.Current.CancellationToken);
            var headers = record.Message.Headers.Select(header => (header.Key, Hex(header.GetValueBytes()))).ToList();
            Assert.Equal(entry.Fields.Select(field => (field.Name, Hex(field.Value))), headers.Take(10));
            Assert.Equal(["ce_partitionkey"], headers.Skip(10).Select(header => header.Key));

            // The numbers are those of this registry.
            Assert.Equal((0, Hex(entry.Key!)[10..]), (record.Message.Key[0], Hex(record.Message.Key)[10..]));
            Assert.Equal((0, Hex(entry.Body)[10..]), (record.Message.Value[0], Hex(record.Message.Value)[10..]));
            var schemas = await ((ISchemaStore)service.Transport).ListSchemasAsync(topic, TestContext.Current.CancellationToken);
            Assert.Equal(
                WireFiles.Catalogue(entry.Type).SchemaString,
                await ((ISchemaStore)service.Transport).GetAsync(schemas.Single(one => one.Role == SchemaRole.Value).Mark, TestContext.Current.CancellationToken));
            Assert.Equal("string", schemas.Single(one => one.Role == SchemaRole.Key).RecordName);
            Assert.NotEmpty(key);
        }
    }

    /// <summary>
    /// Accepted at least where Python accepts, with its data. On purpose: a record with bytes left over is refused, because that is how a record of another
    /// version shows that carries no mark.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_odd_entry_on_Redis_is_accepted_at_least_where_Python_accepts_it_and_stops_nothing(string name)
    {
        var settings = await places.AtAsync("redis");
        var odd = WireFiles.Hostile().Single(one => one.Case == name);
        var topic = $"odd-{Guid.NewGuid():N}";
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await places.RedisOptionsAsync());
        foreach (var fields in (List<(string Name, byte[] Value)>[])[odd.Fields, WireFiles.Hostile().Single(one => one.Case == "good").Fields])
        {
            await redis.GetDatabase().StreamAddAsync(topic, [.. fields.Select(field => new NameValueEntry(field.Name, field.Value))]);
        }

        var login = WireFiles.Catalogue("org.openedx.learning.auth.session.login.completed.v1");
        BytesEvent<Reading>.Set(login.Type, login.Schema);
        var got = Channel.CreateUnbounded<(byte[] Data, EventMetadata Metadata)>();
        await using var service = await ReadingAsync(settings, topic, got);
        var first = await Service.NextAsync(got);
        var accepted = odd.Redis == "accepted" && !name.StartsWith("event_data with trailing bytes", StringComparison.Ordinal);
        if (!accepted)
        {
            // The good one behind it came; it itself is a dead letter, or of a type that nobody handles.
            Assert.Equal("af830318-f5e0-5ec8-8432-24007776226e", first.Metadata.Id);
            if (odd.Fields.Single(field => field.Name == "type").Value.Length > 0)
            {
                Assert.Equal("Undecodable", Assert.Single(await service.ReadAsync($"{topic}.readers.dead-letter", 1)).Text("omnibus-reason"));
            }

            return;
        }

        _ = await Service.NextAsync(got);
        Assert.Equal(odd.Fields.Single(field => field.Name == "event_data").Value.Length, first.Data.Length);
    }

    private static async Task AssertConsumedAsync(IReadOnlyDictionary<string, string?> settings, WireEntry entry)
    {
        var event_ = WireFiles.Catalogue(entry.Type);
        BytesEvent<Reading>.Set(event_.Type, event_.Schema);
        var got = Channel.CreateUnbounded<(byte[] Data, EventMetadata Metadata)>();
        await using var service = await ReadingAsync(settings, entry.Topic, got);
        while (true)
        {
            var (data, metadata) = await Service.NextAsync(got);
            if (metadata.Id == entry.Text("id"))
            {
                Assert.Equal(Hex(entry.Data), Hex(data));
                Assert.Equal((entry.Text("source"), entry.Text("sourcehost"), entry.Text("sourcelib")), (metadata.Source, metadata.SourceHost, metadata.SourceLib));
                return;
            }
        }
    }

    private static Task<Service> ReadingAsync(
        IReadOnlyDictionary<string, string?> settings, string topic, Channel<(byte[] Data, EventMetadata Metadata)> got) => Service.StartAsync(
        settings,
        bus => bus.Consumer("reader").Handle<BytesEvent<Reading>>((@event, context, _) =>
        {
            got.Writer.TryWrite((@event.Data, context.Metadata));
            return ValueTask.CompletedTask;
        }),
        ("Consume:reader:Topics:0", topic),
        ("Consume:reader:Group", "readers"));

    /// <summary>Publishes with the metadata of the entry, as a service of the same version would.</summary>
    private static async Task<(Service Service, string Key)> PublishAsync(IReadOnlyDictionary<string, string?> settings, string topic, WireEntry entry)
    {
        var event_ = WireFiles.Catalogue(entry.Type);
        var path = WireFiles.KeyPathOf(entry);
        BytesEvent<Writing>.Set(event_.Type, event_.Schema);
        var service = await Service.StartAsync(settings, null, ($"Topics:{topic}:Partitions", "1"));
        var metadata = new EventMetadata
        {
            Type = entry.Type,
            Id = entry.Text("id"),
            Source = entry.Text("source"),
            Time = DateTimeOffset.Parse(entry.Text("time"), System.Globalization.CultureInfo.InvariantCulture),
            MinorVersion = int.Parse(entry.Text("minorversion"), System.Globalization.CultureInfo.InvariantCulture),
            SourceHost = entry.Text("sourcehost"),
            SourceLib = entry.Text("sourcelib"),
            PartitionKey = WireFiles.KeyOf(event_, path, entry.Data),
        };
        var schemas = new RecordSchemas(service.Runtime.Transports["main"], topic, BytesEvent<Writing>.Definition.Schema, path, "string");
        await schemas.EnsureAsync(textKey: false, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await service.Runtime.PublishRecordAsync(metadata, "main", topic, entry.Data, TestContext.Current.CancellationToken, schemas, textKey: false);
        if (settings["Driver"] == "redis")
        {
            await service.DisposeAsync();
        }

        return (service, metadata.PartitionKey!);
    }

    /// <summary>The bytes with the number that this registry gives their schema.</summary>
    private static async Task<byte[]> RenumberedAsync(Service service, WireEntry entry, byte[] framed, SchemaRole role)
    {
        var event_ = WireFiles.Catalogue(entry.Type);
        var registration = role == SchemaRole.Value
            ? new SchemaRegistration(entry.Topic, role, $"{entry.Type}.CloudEvent", event_.SchemaString, "ni:")
            : new SchemaRegistration(entry.Topic, role, "string", SchemaText.OfKey(WireFiles.KeyPathOf(entry), "string"), "ni:");
        var mark = await ((ISchemaStore)service.Transport).RegisterAsync(registration, TestContext.Current.CancellationToken);
        var number = mark.Number!.Value;
        return [0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number, .. framed[5..]];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
