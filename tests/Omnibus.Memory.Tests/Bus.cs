using System.Text;
using Microsoft.Extensions.Time.Testing;
using Omnibus.Drivers;

namespace Omnibus.Memory.Tests;

/// <summary>A store with a clock that only the test moves, and a connection to it.</summary>
internal sealed class Bus : IAsyncDisposable, IDriverNotices
{
    public Bus(string? name = null) => Transport = Open(name ?? $"{Guid.NewGuid()}", "main");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ITransport Transport { get; }

    public List<(NoticeCode Code, long Count, string Place)> Notices { get; } = [];

    public ITopicAdministrator Topics => (ITopicAdministrator)Transport;

    public ILeaseStore Leases => (ILeaseStore)Transport;

    public ITransport Open(string? name, string transport) =>
        new MemoryFactory().Create(
            new TransportSettings(transport, $"Omnibus:Transports:{transport}", [new("Name", name)]),
            new TransportHost { TimeProvider = Clock, Notices = this, Service = "tests", Instance = "tests-1" });

    public async Task CreateAsync(string topic, int partitions = 1, TimeSpan? retention = null) =>
        Assert.True(await Topics.CreateAsync(new TopicSpecification(topic) { Partitions = partitions, Retention = retention }, default));

    public async Task SendAsync(string topic, params string[] bodies)
    {
        await using var producer = await Transport.OpenProducerAsync(new ProducerRequest(), default);
        var records = bodies.Select(body => new Record(topic, body)).ToArray();
        await producer.SendAsync(records, default);
        Assert.All(records, record => Assert.True(record.IsStored));
    }

    public ValueTask<IConsumerDriver> OpenAsync(string topic, string? group = null, Coordination coordination = Coordination.None, TimeSpan? maxWait = null) =>
        Transport.OpenConsumerAsync(
            new ConsumerRequest
            {
                Group = group,
                Topics = [topic],
                Coordination = coordination,
                MaxWait = maxWait ?? TimeSpan.FromSeconds(1),
                Member = $"member-{Guid.NewGuid():N}",
            },
            default);

    /// <summary>What a receive returns without waiting.</summary>
    public static async Task<IReadOnlyList<string>> ReceiveAsync(IConsumerDriver consumer)
    {
        var buffer = Enumerable.Range(0, 100).Select(_ => new Delivery()).ToArray();
        var receiving = consumer.ReceiveAsync(buffer, default);
        Assert.True(receiving.IsCompleted, "The receive has nothing and waits.");
        var bodies = buffer.Take(await receiving).Select(delivery => Encoding.UTF8.GetString(delivery.Body!.Value.Span)).ToList();
        foreach (var delivery in buffer)
        {
            delivery.Release();
        }

        return bodies;
    }

    public void Report(NoticeCode code, long count, string place, Exception? exception = null) => Notices.Add((code, count, place));

    public ValueTask DisposeAsync() => Transport.DisposeAsync();

    private sealed class Record(string topic, string body) : OutgoingRecord
    {
        private readonly byte[] _body = Encoding.UTF8.GetBytes(body);
        private readonly RecordHeader[] _headers = [new("type", "test"u8.ToArray()), new("id", "1"u8.ToArray())];

        public bool IsStored { get; private set; }

        public override string Topic => topic;

        public override int? Partition => null;

        public override ReadOnlyMemory<byte>? Key => (ReadOnlyMemory<byte>?)null;

        public override ReadOnlySpan<RecordHeader> Headers => _headers;

        public override int HeadersBeforeBody => _headers.Length;

        public override ReadOnlyMemory<byte>? Body => _body;

        public override void Succeed(int partition, Position position) => IsStored = true;

        public override void Fail(Exception exception, bool mayBeStored) => throw exception;
    }
}
