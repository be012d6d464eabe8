using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;
using Omnibus.OpenEdx.Authz;
using Omnibus.OpenEdx.ContentAuthoring;
using Omnibus.OpenEdx.Learning;
using Omnibus.OpenEdx.Tests.Shared;
using StackExchange.Redis;

namespace Omnibus.OpenEdx.Tests.Wire;

/// <summary>What a .NET service published, read from the broker with a plain client and held against what the Python services left there.</summary>
public sealed class PublishedRecordTests(SharedRedis redis, SharedKafka kafka)
{
    private readonly string _prefix = $"w{Guid.NewGuid():N}"[..10];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_on_Redis_are_those_of_Python_field_by_field_and_what_is_more_comes_after_them()
    {
        var records = RawRecord.OfRedis();
        Assert.Equal(5, records.Count);
        var server = await redis.GetAsync(Stop);
        await PublishAsync(records, "", ("Transport", "redis"), ("Transports:redis:Url", server.Url));

        await using var client = await ConnectionMultiplexer.ConnectAsync(server.Address);
        foreach (var record in records)
        {
            var entry = Assert.Single(await client.GetDatabase().StreamRangeAsync($"{_prefix}-{record.Topic}"), entry => entry["id"] == record.Text("id"));
            var fields = entry.Values.Select(field => (Name: (string)field.Name!, Hex: Convert.ToHexStringLower((byte[])field.Value!))).ToList();
            Assert.Equal(8, record.Fields.Count);
            AssertSame(record.Fields, fields);
            Assert.DoesNotContain(fields.Skip(8), field => record.Fields.Any(own => own.Name == field.Name));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Headers_on_Kafka_are_those_of_Python_one_by_one_and_what_is_more_comes_after_them(bool registry)
    {
        var records = RawRecord.OfKafka();
        Assert.Equal(5, records.Count);
        await using var own = registry ? await KafkaCluster.StartAsync(new KafkaClusterOptions { Registry = true }, Stop) : null;
        var cluster = own ?? await kafka.GetAsync(Stop);
        await PublishAsync(
            records,
            "ce_",
            [
                ("Transport", "kafka"), ("Transports:kafka:BootstrapServers", cluster.BootstrapServers),
                .. registry ? [("Transports:kafka:SchemaRegistry:Url", cluster.RegistryUrl)] : ((string, string)[])[],
            ]);

        foreach (var record in records)
        {
            var message = Read(cluster.BootstrapServers, $"{_prefix}-{record.Topic}", record.Text("ce_id"));
            var headers = message.Headers.Select(header => (Name: header.Key, Hex: Convert.ToHexStringLower(header.GetValueBytes()))).ToList();
            Assert.Equal(10, record.Fields.Count);
            AssertSame(record.Fields, headers);
            Assert.DoesNotContain(headers.Skip(10), header => record.Fields.Any(own => own.Name == header.Name));

            // Without a registry there is no frame: what is behind Python's is all there is, and the key is its text.
            Assert.Equal(record.Body[10..], Convert.ToHexStringLower(registry ? Unframed(message.Value) : message.Value));
            Assert.Equal(registry ? record.Key![10..] : record.Key![^(2 * message.Key.Length)..], Convert.ToHexStringLower(registry ? Unframed(message.Key) : message.Key));
        }
    }

    /// <summary>In order. The host that Python ran on is not this one, and one of the records has metadata that no setting gives.</summary>
    private static void AssertSame(IReadOnlyList<(string Name, string Hex)> expected, IReadOnlyList<(string Name, string Hex)> actual)
    {
        var ordinary = expected.Any(field => field.Hex == Convert.ToHexStringLower("openedx/lms/web"u8));
        bool IsOurs(string name) => name == "sourcehost" || (!ordinary && name is "source" or "ce_source" or "minorversion" or "ce_minorversion" or "sourcelib");
        Assert.Equal(
            expected.Select(field => IsOurs(field.Name) ? (field.Name, "") : field),
            actual.Take(expected.Count).Select(field => IsOurs(field.Name) ? (field.Name, "") : field));
    }

    /// <summary>What is behind the frame; its number is the registry's own.</summary>
    private static byte[] Unframed(byte[] bytes)
    {
        Assert.Equal(0, bytes[0]);
        return bytes[5..];
    }

    private async Task PublishAsync(IReadOnlyList<RawRecord> records, string prefix, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "lms" });
        var routes = records.DistinctBy(record => record.Text(prefix + "type")).SelectMany((record, place) => ((string Name, string Value)[])
        [
            ($"Publish:p{place}:Event", record.Text(prefix + "type")),
            ($"Publish:p{place}:Topic", record.Topic),
            ($"Publish:p{place}:Key", KeyOf(record.Text(prefix + "type"))),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Concat(routes).Append(("TopicPrefix", _prefix))
            .Select(setting => KeyValuePair.Create<string, string?>($"Omnibus:{setting.Item1}", setting.Item2)));
        builder.AddOmnibus().AddOpenEdx();
        using var host = builder.Build();
        await host.StartAsync(Stop);
        var bus = host.Services.GetRequiredService<IEventBus>();
        foreach (var record in records)
        {
            var body = Convert.FromHexString(prefix.Length == 0 ? record.Body : record.Body[10..]);
            var options = new PublishOptions
            {
                Id = record.Text(prefix + "id"),
                Time = DateTimeOffset.Parse(record.Text(prefix + "time"), CultureInfo.InvariantCulture),
            };
            await (record.Topic switch
            {
                "user-login" => SendAsync<SessionLoginCompleted>(bus, body, options),
                "course-enrollment" => SendAsync<CourseEnrollmentCreated>(bus, body, options),
                "course-authoring-xblock-lifecycle" => SendAsync<XblockDeleted>(bus, body, options),
                _ => SendAsync<RoleAssignmentCreated>(bus, body, options),
            });
        }

        await host.StopAsync(Stop);
    }

    // What the Python services of the data were configured with, also where the type's own path is broken.
    private static string KeyOf(string type) => Definitions.Of(type).Key ?? "role_assignment.subject";

    private static async Task SendAsync<TEvent>(IEventBus bus, byte[] body, PublishOptions options)
        where TEvent : class, IEvent<TEvent>
        => await bus.PublishAsync(TEvent.Definition.PreferredCodec.Decode(body), options, Stop);

    private static Message<byte[], byte[]> Read(string servers, string topic, string id)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = $"{topic}-{id}", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false,
        }).Build();
        consumer.Subscribe(topic);
        while (consumer.Consume(TimeSpan.FromSeconds(60)) is { } result)
        {
            if (Encoding.UTF8.GetString(result.Message.Headers.GetLastBytes("ce_id")) == id)
            {
                consumer.Close();
                return result.Message;
            }
        }

        throw new InvalidOperationException($"{id} is not on {topic}.");
    }
}
