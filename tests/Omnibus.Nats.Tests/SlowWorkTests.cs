using Omnibus.Brokers;
using Omnibus.Drivers;

namespace Omnibus.Nats.Tests;

/// <summary>Who has a record that takes long.</summary>
public sealed class SlowWorkTests : IAsyncLifetime
{
    private static readonly TimeSpan s_ackWait = TimeSpan.FromSeconds(5);
    private NatsServer? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await NatsServer.StartAsync(cancellationToken: Stop);

    [Fact]
    public async Task A_consumer_that_gives_signs_keeps_its_work_and_one_that_gives_none_loses_it()
    {
        await using var transport = Open();
        await ((ITopicAdministrator)transport).CreateAsync(new TopicSpecification("slow"), Stop);
        await using var first = await JoinAsync(transport);
        await using var second = await JoinAsync(transport);
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest(), Stop);
        await producer.SendAsync(new OutgoingRecord[] { new Work() }, Stop);
        var held = await ReceiveAsync(first, TimeSpan.FromSeconds(10));
        Assert.NotNull(held);

        // Three times as long as the server waits without a sign.
        var extendable = Assert.IsType<IExtendableConsumer>(first, exactMatch: false);
        Assert.True(extendable.ExtendInterval < s_ackWait);
        for (var elapsed = TimeSpan.Zero; elapsed < s_ackWait * 3; elapsed += extendable.ExtendInterval)
        {
            await extendable.ExtendAsync(new[] { held.Value }, Stop);
            Assert.Null(await ReceiveAsync(second, extendable.ExtendInterval));
        }

        var taken = await ReceiveAsync(second, s_ackWait * 10);
        Assert.NotNull(taken);
        Assert.Equal(held.Value.Position, taken.Value.Position);
        await second.SettleAsync(new[] { taken.Value }, Stop);
        Assert.Null(await ReceiveAsync(second, s_ackWait * 1.5));
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private ITransport Open() => new NatsFactory().Create(
        new TransportSettings("nats", "nats", new Dictionary<string, string?> { ["Url"] = _server!.Url, ["AckWait"] = s_ackWait.ToString() }),
        new TransportHost { TimeProvider = TimeProvider.System, Notices = new NoNotices(), Service = "slow", Instance = "slow-1" });

    private static ValueTask<IConsumerDriver> JoinAsync(ITransport transport) => transport.OpenConsumerAsync(
        new ConsumerRequest { Group = "work", Topics = ["slow"], Coordination = Coordination.Shared, MaxWait = TimeSpan.FromMilliseconds(50), Member = Guid.NewGuid().ToString() }, Stop);

    /// <summary>The first delivery within a time; null where there is none.</summary>
    private static async Task<Settlement?> ReceiveAsync(IConsumerDriver consumer, TimeSpan within)
    {
        Delivery[] buffer = [new()];
        var begin = TimeProvider.System.GetTimestamp();
        do
        {
            if (await consumer.ReceiveAsync(buffer, Stop) == 1)
            {
                return new Settlement(new TopicPartition(buffer[0].Topic, 0), buffer[0].Position, SettlementKind.Acknowledge, 0, buffer[0].DriverState);
            }
        }
        while (TimeProvider.System.GetElapsedTime(begin) < within);
        return null;
    }

    private sealed class Work : OutgoingRecord
    {
        public override string Topic => "slow";

        public override int? Partition => null;

        public override ReadOnlyMemory<byte>? Key => null;

        public override ReadOnlySpan<RecordHeader> Headers => [];

        public override int HeadersBeforeBody => 0;

        public override ReadOnlyMemory<byte>? Body => "work"u8.ToArray();

        public override void Succeed(int partition, Position position)
        {
        }

        public override void Fail(Exception exception, bool mayBeStored) => Assert.Fail(exception.Message);
    }
}
