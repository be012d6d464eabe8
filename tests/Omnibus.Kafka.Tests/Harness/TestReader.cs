using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Tests.Harness;

/// <summary>What a delivery said.</summary>
internal sealed record Received(TopicPartition Place, Position Position, string? Key, string? Body)
{
    public IReadOnlyList<(string Name, string? Value)> Headers { get; init; } = [];

    public Settlement Settlement => new(Place, Position, SettlementKind.Acknowledge);
}

/// <summary>A consumer, called as the core calls one: on a thread of its own, one call at a time.</summary>
internal sealed class TestReader(ITransport transport, IConsumerDriver consumer, Owner? owner) : IAsyncDisposable
{
    private readonly Delivery[] _buffer = [.. Enumerable.Range(0, 256).Select(_ => new Delivery())];

    public IConsumerDriver Consumer => consumer;

    public Owner Owner => owner!;

    public Task<IReadOnlyList<Received>> ReceiveAsync(int most = 256) => Task.Factory.StartNew(
        () => ReceiveOnThreadAsync(most), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>Receives until something holds, as the core's loop does. A broker that is away meanwhile is waited for.</summary>
    public async Task<IReadOnlyList<Received>> ReceiveUntilAsync(Func<IReadOnlyList<Received>, bool> holds, string what)
    {
        var begin = TimeProvider.System.GetTimestamp();
        List<Received> all = [];
        while (!holds(all))
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(begin) < KafkaTest.Patience,
                $"{what} did not happen within {KafkaTest.Patience.TotalSeconds} s; {all.Count} records had come.");
            try
            {
                all.AddRange(await ReceiveAsync());
            }
            catch (Exception exception) when (transport.Classify(exception) is FaultCode.Unavailable or FaultCode.Transient)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        return all;
    }

    public Task<IReadOnlyList<Received>> ReceiveUntilAsync(int count) => ReceiveUntilAsync(all => all.Count >= count, $"The arrival of {count} records");

    public ValueTask SettleAsync(params Received[] received) =>
        consumer.SettleAsync(received.Select(one => one.Settlement).ToArray(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => consumer.DisposeAsync();

    private async Task<IReadOnlyList<Received>> ReceiveOnThreadAsync(int most)
    {
        var count = await consumer.ReceiveAsync(_buffer.AsMemory(0, most), TestContext.Current.CancellationToken);
        var received = new Received[count];
        for (var index = 0; index < count; index++)
        {
            var delivery = _buffer[index];
            received[index] = new Received(
                new TopicPartition(delivery.Topic, delivery.Partition), delivery.Position, Text(delivery.Key), Text(delivery.Body))
            {
                Headers = [.. delivery.Headers.ToArray().Select(header => (header.Name, Text(header.Value)))],
            };
            delivery.Release();
        }

        return received;
    }

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Encoding.UTF8.GetString(some.Span) : null;
}
