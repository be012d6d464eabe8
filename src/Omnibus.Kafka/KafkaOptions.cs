using System.Globalization;
using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Administration;
using Omnibus.Kafka.Schemas;

namespace Omnibus.Kafka;

/// <summary>The settings of one Kafka transport, and the configuration of each client made from them.</summary>
internal sealed class KafkaOptions
{
    private const string ServersName = "BootstrapServers";
    private const string ClientName = "Client";
    private const string SchemaTopicName = "SchemaTopic";
    private const string PrefetchName = "Prefetch";

    // One record of the largest size that brokers take by default, twice.
    private const long LeastPrefetch = 4L << 20;
    private const long MostPrefetch = 1L << 30;

    // librdkafka's own, which fits its limit for what it receives at once.
    private const long MostFetched = 50L << 20;

    // librdkafka's own.
    private const int DefaultSilenceMilliseconds = 300_000;

    public static IReadOnlyList<SettingInfo> Settings { get; } =
    [
        new(ServersName, SettingKind.Text, "Addresses of some brokers, host:port joined by commas; the client finds the others.") { Required = true },
        new(
            ClientName,
            SettingKind.Section,
            "Any property of librdkafka by its own name, for example security.protocol, sasl.username or compression.type; it goes to every client.")
        {
            Secret = true,
        },
        new(PrefetchName, SettingKind.Bytes, "What a consumer may hold ahead of its handlers inside the client, from 4 MB to 1 GB.") { Default = "64 MB" },
        .. RegistryOptions.Settings,
        new(SchemaTopicName, SettingKind.Text, "The compacted topic that schemas are kept in where there is no registry. It is made when it is first needed.")
        {
            Default = "omnibus-schemas",
        },
    ];

    /// <summary>The addresses as configured, for messages.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>The deployer's own properties.</summary>
    public required IReadOnlyDictionary<string, string> Client { get; init; }

    /// <summary>What a consumer may hold ahead of its handlers inside the client, in bytes.</summary>
    public long Prefetch { get; init; } = 64L << 20;

    /// <summary>The schema registry; null: there is none.</summary>
    public RegistryOptions? Registry { get; init; }

    /// <summary>The topic that schemas are kept in where there is no registry.</summary>
    public required string SchemaTopic { get; init; }

    /// <summary>
    /// Swallows librdkafka's log: what matters in it comes as an error as well. With <c>debug</c> set it goes to standard error, as librdkafka does by itself.
    /// </summary>
    public Action<IClient, LogMessage>? LogHandler => Client.ContainsKey("debug") ? null : static (_, _) => { };

    /// <summary>After so long without a receive the client leaves its group by itself.</summary>
    public TimeSpan SilenceLimit => TimeSpan.FromMilliseconds(
        Client.TryGetValue("max.poll.interval.ms", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds
            : DefaultSilenceMilliseconds);

    public static KafkaOptions Read(TransportSettings settings)
    {
        var servers = settings.RequiredText(ServersName, "Set it to host:port of one or more brokers, joined by commas.");
        var schemaTopic = settings.Text(SchemaTopicName) ?? "omnibus-schemas";
        if (KafkaAdministrator.Names.WhyNot(schemaTopic) is { } reason)
        {
            throw settings.Wrong(SchemaTopicName, $"'{schemaTopic}' is no name for a topic: {reason}.");
        }

        var prefetch = settings.Bytes(PrefetchName) ?? 64L << 20;
        if (prefetch is < LeastPrefetch or > MostPrefetch)
        {
            throw settings.Wrong(PrefetchName, "is out of bounds. Write a size from 4 MB to 1 GB.");
        }

        return new KafkaOptions
        {
            Prefetch = prefetch,
            BootstrapServers = servers,
            Client = ClientProperties.Read(settings, ClientName),
            Registry = RegistryOptions.Read(settings),
            SchemaTopic = schemaTopic,
        };
    }

    /// <summary>
    /// Lets librdkafka check every property, by making clients that know no broker: names, values, how they fit together, and the files that they name.
    /// </summary>
    /// <exception cref="SettingException">It refuses one.</exception>
    public void Check(TransportSettings settings, TransportHost host)
    {
        try
        {
            var producer = Producer(host, new ProducerRequest());
            producer.BootstrapServers = "";
            producer.EnableBackgroundPoll = false;
            new ProducerBuilder<Null, Null>(producer).SetLogHandler(static (_, _) => { }).Build().Dispose();

            var consumer = Consumer(host, new ConsumerRequest { Group = host.Service, Topics = [], Coordination = Coordination.Broker });
            consumer.BootstrapServers = "";
            new ConsumerBuilder<Ignore, Ignore>(consumer).SetLogHandler(static (_, _) => { }).Build().Dispose();
        }
        catch (Exception exception) when (exception is KafkaException or ArgumentException or InvalidOperationException)
        {
            throw settings.Wrong(ClientName, $"librdkafka refuses it: {ClientProperties.WithoutSecrets(exception.Message, Client)}");
        }
    }

    public AdminClientConfig Administrator(TransportHost host) => new(Common(host.Instance));

    public ProducerConfig Producer(TransportHost host, ProducerRequest request)
    {
        var config = new ProducerConfig(Common(host.Instance))
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            AllowAutoCreateTopics = false,

            // As every other client on librdkafka, so that a key lives in one partition whoever writes it.
            Partitioner = Confluent.Kafka.Partitioner.ConsistentRandom,
            MessageTimeoutMs = Math.Max(1, (int)request.SendTimeout.TotalMilliseconds),
        };

        // A lone record leaves at once; what arrives meanwhile makes the next batch.
        Default(config, "linger.ms", "0");

        // What brokers take by default: a record beyond it fails alone, before it is in a batch with others.
        Default(config, "message.max.bytes", "1048588");

        // How long a topic that was just made may be unknown to a broker.
        Default(config, "topic.metadata.propagation.max.ms", "1000");
        return config;
    }

    public ConsumerConfig Consumer(TransportHost host, ConsumerRequest request)
    {
        var config = new ConsumerConfig(Common(request.Member.Length > 0 ? request.Member : host.Instance))
        {
            // A reader without a group must name one all the same; it never joins or commits.
            GroupId = request.Group ?? host.Instance,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AllowAutoCreateTopics = false,
            EnablePartitionEof = false,

            // Where a position is gone is for the driver to see and to report, not for the client to repair in silence.
            AutoOffsetReset = AutoOffsetReset.Error,
            IsolationLevel = IsolationLevel.ReadCommitted,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        if (request.Group is not null && host.InstanceIsConfigured && request.Member.Length > 0)
        {
            config.GroupInstanceId = request.Member;
        }

        // With a full queue librdkafka waits this long before it fetches again: its default of a second starves a fast consumer.
        Default(config, "fetch.queue.backoff.ms", "10");

        // The queue may be filled to its last byte by one fetch more: each gets a half. The number of records does not limit what their bytes do.
        Default(config, "queued.max.messages.kbytes", Text(Prefetch / 2 / 1024));
        Default(config, "fetch.max.bytes", Text(Math.Min(Prefetch / 2, MostFetched)));
        Default(config, "queued.min.messages", "10000000");
        return config;
    }

    private Dictionary<string, string> Common(string clientId)
    {
        var properties = new Dictionary<string, string>(Client, StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = BootstrapServers,
            ["client.id"] = clientId,
        };
        return properties;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Default(ClientConfig config, string property, string value)
    {
        if (!ClientProperties.Has(Client, property))
        {
            config.Set(property, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
