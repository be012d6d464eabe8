using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

/// <summary>What arrived, copied.</summary>
public sealed record Arrived(TopicPartition Partition, Position Position, string? Text);

/// <summary>A consumer with what tests do with one.</summary>
public sealed class Reader(IConsumerDriver consumer, IReadOnlyList<Lease> leases) : IAsyncDisposable
{
    public IConsumerDriver Consumer { get; } = consumer;

    public IReadOnlyList<Lease> Leases { get; } = leases;

    /// <summary>One receive.</summary>
    public async Task<IReadOnlyList<Arrived>> ReceiveAsync(int most = 100)
    {
        var buffer = Enumerable.Range(0, most).Select(_ => new Delivery()).ToArray();
        var count = await Consumer.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Wait.Patience);
        var arrived = buffer[..count].Select(delivery => new Arrived(
            new TopicPartition(delivery.Topic, delivery.Partition),
            delivery.Position,
            delivery.Body is { } body ? Encoding.UTF8.GetString(body.Span) : null)).ToList();
        foreach (var delivery in buffer[..count])
        {
            delivery.Release();
        }

        return arrived;
    }

    /// <summary>Receives until so many are there.</summary>
    public async Task<IReadOnlyList<Arrived>> TakeAsync(int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Wait.Patience);
        var all = new List<Arrived>();
        while (all.Count < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            all.AddRange(await ReceiveAsync(Math.Min(100, count - all.Count)));
        }

        return all;
    }

    public async Task SettleAsync(Arrived arrived) => await Consumer.SettleAsync(
        new[]
        {
            new Settlement(
                arrived.Partition,
                arrived.Position,
                SettlementKind.Acknowledge,
                Leases.Single(lease => lease.Name.Partition == arrived.Partition).Epoch),
        },
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Consumer.DisposeAsync();
}
