using System.Globalization;
using Confluent.Kafka;
using Omnibus.Brokers;
using Omnibus.Drivers;

[assembly: AssemblyFixture(typeof(SharedKafka))]

namespace Omnibus.Kafka.Tests.Harness;

/// <summary>A cluster, transports on it, and the plain client beside them that sees what is really there.</summary>
public abstract class KafkaTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly Func<CancellationToken, Task<KafkaCluster>> _cluster;

    protected KafkaTest(SharedKafka shared) => _cluster = shared.GetAsync;

    protected KafkaTest(OwnKafka own) => _cluster = own.GetAsync;

    /// <summary>How long anything may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What the transports reported.</summary>
    private protected Notices Notices { get; } = new();

    protected KafkaCluster Cluster { get; private set; } = null!;

    /// <summary>The plain client's administration.</summary>
    protected IAdminClient Plain { get; private set; } = null!;

    protected string Topic { get; } = $"topic-{Guid.NewGuid():N}";

    protected string Group { get; } = $"group-{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        Cluster = await _cluster(Stop);
        Plain = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Cluster.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
    }

    public async ValueTask DisposeAsync()
    {
        for (var index = _opened.Count - 1; index >= 0; index--)
        {
            await _opened[index].DisposeAsync();
        }

        Plain?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks the broker until something holds.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, $"{what} did not happen within {Patience.TotalSeconds} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }
    }

    /// <summary>A transport on the cluster, or at another address.</summary>
    private protected KafkaTransport Open(string? servers = null, string? instance = null, params (string Property, string Value)[] client)
    {
        var settings = client.ToDictionary(entry => $"Client:{entry.Property}", entry => (string?)entry.Value);
        settings["BootstrapServers"] = servers ?? Cluster.BootstrapServers;
        var host = new TransportHost
        {
            TimeProvider = TimeProvider.System,
            Notices = Notices,
            Service = "kafka tests",
            Instance = instance ?? $"instance-{Guid.NewGuid():N}",
            InstanceIsConfigured = instance is not null,
        };
        var transport = (KafkaTransport)new KafkaFactory().Create(new TransportSettings("main", "Omnibus:Transports:main", settings), host);
        _opened.Add(transport);
        return transport;
    }

    private protected async Task<IProducerDriver> ProducerAsync(KafkaTransport transport, TimeSpan? sendTimeout = null)
    {
        var producer = await transport.OpenProducerAsync(new ProducerRequest { SendTimeout = sendTimeout ?? TimeSpan.FromSeconds(20) }, Stop);
        _opened.Add(producer);
        return producer;
    }

    /// <summary>A member of <see cref="Group"/>, or of another group.</summary>
    private protected async Task<TestReader> MemberAsync(
        KafkaTransport transport, StartPoint? start = null, string member = "", IReadOnlyList<string>? topics = null, string? group = null)
    {
        var owner = new Owner();
        var request = new ConsumerRequest
        {
            Group = group ?? Group,
            Topics = topics ?? [Topic],
            Start = start ?? StartPoint.Earliest,
            MaxWait = TimeSpan.FromMilliseconds(100),
            Coordination = Coordination.Broker,
            Owner = owner,
            Member = member,
        };
        var reader = new TestReader(transport, await transport.OpenConsumerAsync(request, Stop), owner);
        _opened.Add(reader);
        return reader;
    }

    /// <summary>Makes <see cref="Topic"/>.</summary>
    private protected async Task MakeAsync(KafkaTransport transport, int partitions) =>
        Assert.True(await transport.CreateAsync(new TopicSpecification(Topic) { Partitions = partitions }, Stop));

    /// <summary>Sends records and waits until each is settled, either way; after a failure the producer is flushed, as the core does.</summary>
    private protected static async Task<TestRecord[]> SendAsync(IProducerDriver producer, params TestRecord[] records)
    {
        await producer.SendAsync(records, Stop);
        await Task.WhenAll(records.Select(record => record.Settled)).WaitAsync(Patience, Stop);
        if (records.Any(record => record.Failure is not null))
        {
            await producer.FlushAsync(Stop);
        }

        return records;
    }

    /// <summary>Sends numbers to a partition, and fails the test where one of them fails.</summary>
    private protected async Task<TestRecord[]> SendNumbersAsync(IProducerDriver producer, int first, int count, int partition = 0)
    {
        var records = await SendAsync(
            producer,
            [.. Enumerable.Range(first, count).Select(number => new TestRecord(Topic, number.ToString(CultureInfo.InvariantCulture), partition: partition))]);
        Assert.All(records, record => Assert.Null(record.Failure));
        return records;
    }

    /// <summary>Receives with several members at once, as several processes would, until something holds for all of them together.</summary>
    private protected static async Task<IReadOnlyList<Received>> TogetherAsync(Func<bool> holds, string what, params TestReader[] readers) =>
        [.. (await Task.WhenAll(readers.Select(reader => reader.ReceiveUntilAsync(_ => holds(), what)))).SelectMany(received => received)];
}
