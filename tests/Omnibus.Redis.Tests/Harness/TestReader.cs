using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Redis.Tests.Harness;

/// <summary>What a delivery said.</summary>
internal sealed record Received(TopicPartition Place, Position Position, string? Key, string? Body, IReadOnlyList<(string Name, string Value)> Headers, long? StoredAt);

/// <summary>A consumer, called as the core calls one.</summary>
internal sealed class TestReader : IAsyncDisposable
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(10);

    private readonly RedisTransport _transport;
    private readonly Delivery[] _buffer = [.. Enumerable.Range(0, 256).Select(_ => new Delivery())];
    private readonly Dictionary<TopicPartition, Lease> _leases = [];

    private TestReader(RedisTransport transport, IConsumerDriver consumer) => (_transport, Consumer) = (transport, consumer);

    public IConsumerDriver Consumer { get; }

    public static async Task<TestReader> OpenAsync(RedisTransport transport, string? group, string topic, TimeSpan maxWait, CancellationToken stop)
    {
        if (group is not null)
        {
            await transport.PrepareAsync(group, [topic], StartPoint.Earliest, stop);
        }

        var request = new ConsumerRequest
        {
            Group = group,
            Topics = [topic],
            MaxWait = maxWait,
            Coordination = group is null ? Coordination.None : Coordination.Leases,
        };
        var reader = new TestReader(transport, await transport.OpenConsumerAsync(request, stop));
        if (group is not null)
        {
            foreach (var partition in (await transport.DescribeAsync(topic, stop))!.Partitions)
            {
                await reader.TakeAsync(group, new TopicPartition(topic, partition.Partition));
            }
        }

        return reader;
    }

    /// <summary>A consumer that shares the topic with others of its group.</summary>
    public static async Task<TestReader> ShareAsync(
        RedisTransport transport, string group, string topic, string member, TimeSpan maxWait, CancellationToken stop, StartPoint? start = null)
    {
        var request = new ConsumerRequest
        {
            Group = group, Topics = [topic], MaxWait = maxWait, Coordination = Coordination.Shared, Member = member, Start = start ?? StartPoint.Earliest,
        };
        return new TestReader(transport, await transport.OpenConsumerAsync(request, stop));
    }

    /// <summary>Takes a partition from whoever has it.</summary>
    public async Task TakeAsync(string group, TopicPartition partition)
    {
        var name = LeaseName.Of(group, partition);
        var held = (await _transport.ListAsync(group, CancellationToken.None)).Where(state => state.Name == name && state.Owner is not null).ToList();
        var claim = new LeaseClaim(name, $"owner-{Guid.NewGuid():N}", s_duration, held.Count > 0 ? held[0] : null);
        var grant = await _transport.TryAcquireAsync(claim, CancellationToken.None);
        Assert.NotNull(grant);
        _leases[partition] = new Lease(name, claim.Owner, grant.Value.Epoch);
        ((IAssignableConsumer)Consumer).Assign([new Assignment(partition, grant.Value.Position, grant.Value.Epoch)]);
    }

    public async Task<IReadOnlyList<Received>> ReceiveAsync(CancellationToken stop = default)
    {
        var count = await Consumer.ReceiveAsync(_buffer, stop);
        var received = new Received[count];
        for (var index = 0; index < count; index++)
        {
            var delivery = _buffer[index];
            received[index] = new Received(
                new TopicPartition(delivery.Topic, delivery.Partition), delivery.Position, Text(delivery.Key), Text(delivery.Body),
                [.. delivery.Headers.ToArray().Select(header => (header.Name, Text(header.Value)!))], delivery.StoredAt);
            delivery.Release();
        }

        return received;
    }

    /// <summary>Receives until there are so many. A server that is away meanwhile is waited for, as the core does.</summary>
    public async Task<IReadOnlyList<Received>> ReceiveAsync(int count)
    {
        var stop = TestContext.Current.CancellationToken;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        List<Received> received = [];
        while (received.Count < count)
        {
            try
            {
                received.AddRange(await ReceiveAsync(limit.Token));
            }
            catch (Exception exception) when (_transport.Classify(exception) == FaultCode.Unavailable)
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }

        return received;
    }

    public async Task SettleAsync(Received received) => await Consumer.SettleAsync(new[] { SettlementOf(received) }, CancellationToken.None);

    /// <summary>Says that work goes on, as the core does for handlers that take long.</summary>
    public async Task ExtendAsync(params Received[] unsettled) =>
        await ((IExtendableConsumer)Consumer).ExtendAsync(unsettled.Select(SettlementOf).ToArray(), CancellationToken.None);

    /// <summary>Stops reading and gives the leases back.</summary>
    public async Task LeaveAsync()
    {
        await Consumer.DisposeAsync();
        await _transport.ReleaseAsync([.. _leases.Values], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Consumer.DisposeAsync();

    private Settlement SettlementOf(Received received) =>
        new(received.Place, received.Position, SettlementKind.Acknowledge, _leases.GetValueOrDefault(received.Place).Epoch);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Encoding.UTF8.GetString(some.Span) : null;
}
