using System.Text;
using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Consuming;
using Omnibus.Kafka.Tests.Harness;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Tests;

/// <summary>What a real broker answers only to a commit that meets a rebalance half-way.</summary>
[Trait("Family", "Ownership")]
public sealed class RefusedCommitTests : IAsyncLifetime
{
    private const string Topic = "topic";
    private const string Group = "group";

    private readonly MockKafka _mock = new(Topic, 1);
    private KafkaTransport _transport = null!;
    private TestReader _member = null!;
    private IReadOnlyList<Received> _received = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _transport = new KafkaTransport(Options(_mock), Host());
        await SendAsync(_mock, 10);
        _member = Member(_mock, _transport);
        _received = await _member.ReceiveUntilAsync(10);
    }

    public async ValueTask DisposeAsync()
    {
        await _member.DisposeAsync();
        await _transport.DisposeAsync();
        _mock.Dispose();
    }

    [Fact]
    public async Task A_commit_that_a_mock_cluster_refuses_while_it_rebalances_holds_when_it_is_tried_again()
    {
        await RefuseAsync(ErrorCode.RebalanceInProgress);
        await _member.ReceiveAsync();
        await _member.SettleAsync(_received[4]);

        Assert.Empty(_member.Owner.Gone);
        Assert.Equal(5, Committed(_mock));
    }

    [Fact]
    public async Task A_commit_that_a_mock_cluster_refuses_as_of_an_earlier_generation_is_not_fenced_and_what_the_client_then_loses_comes_again()
    {
        await RefuseAsync(ErrorCode.IllegalGeneration);
        var again = await _member.ReceiveUntilAsync(10);

        Assert.Equal([new TopicPartition(Topic, 0)], _member.Owner.Gone);
        Assert.Equal(_received.Select(record => record.Position), again.Select(record => record.Position));
        await _member.SettleAsync(again[4]);
        Assert.Equal(5, Committed(_mock));
    }

    private async Task RefuseAsync(ErrorCode error)
    {
        _mock.Refuse(MockKafka.Request.OffsetCommit, error);
        var refused = await Assert.ThrowsAnyAsync<KafkaException>(async () => await _member.SettleAsync(_received[4]));
        Assert.Equal(FaultCode.Transient, _transport.Classify(refused));
    }

    private static KafkaOptions Options(MockKafka mock)
    {
        var settings = new Dictionary<string, string?>
        {
            ["BootstrapServers"] = mock.BootstrapServers,

            // The mock cluster lets a member that joins again wait for nearly so long.
            ["Client:session.timeout.ms"] = "6000",
            ["Client:heartbeat.interval.ms"] = "1000",
        };
        return KafkaOptions.Read(new TransportSettings("main", "Omnibus:Transports:main", settings));
    }

    private static TransportHost Host() => new()
    {
        TimeProvider = TimeProvider.System, Notices = new Notices(), Service = "kafka tests", Instance = "one", InstanceIsConfigured = false,
    };

    /// <summary>Opened past the transport, which asks a controller for partitions: the mock cluster has none.</summary>
    private static TestReader Member(MockKafka mock, KafkaTransport transport)
    {
        var owner = new Owner();
        var place = new TopicPartition(Topic, 0);
        var request = new ConsumerRequest
        {
            Group = Group,
            Topics = [Topic],
            Start = StartPoint.Earliest,
            MaxWait = TimeSpan.FromMilliseconds(100),
            Coordination = Coordination.Broker,
            Owner = owner,
            Member = "one",
        };
        var offsets = new Dictionary<TopicPartition, long> { [place] = 0 };
        return new TestReader(transport, new KafkaConsumer(Options(mock), Host(), request, new Starts(request.Start, [place], offsets, offsets), new OpenDrivers()), owner);
    }

    private static async Task SendAsync(MockKafka mock, int count)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = mock.BootstrapServers }).Build();
        await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            producer.ProduceAsync(Topic, new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes($"{number}") }, Stop)));
    }

    private static long Committed(MockKafka mock)
    {
        using var plain = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = mock.BootstrapServers, GroupId = Group }).Build();
        return plain.Committed([new Confluent.Kafka.TopicPartition(Topic, 0)], TimeSpan.FromSeconds(10)).Single().Offset.Value;
    }
}
