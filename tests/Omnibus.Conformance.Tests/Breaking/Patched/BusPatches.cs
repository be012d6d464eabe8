using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;
using static Omnibus.Conformance.Tests.Breaking.Patched.PatchedTransport;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>For each promise of the whole bus, a driver that keeps the bus from keeping it.</summary>
internal static class BusPatches
{
    public static IReadOnlyList<BrokenDriver> All { get; } =
    [
        Driver("Publishing completes when the broker has the event, and says where it is", new()
        {
            Change = records => [.. records.Select(record => new ChangedRecord(record) { ChangePosition = position => position with { High = 7 } })],
        }),
        Driver("Publishing to an absent broker fails within its timeout and says whether repeating can duplicate", new()
        {
            Send = async (_, producer, records, cancellationToken) =>
            {
                try
                {
                    await producer.SendAsync(records, cancellationToken);
                }
                catch (CutException)
                {
                    Array.ForEach(records, record => record.Succeed(0, default));
                }
            },
        }),
        Driver("A batch is stored in its order", new() { Change = records => [.. Enumerable.Reverse(records)] }),
        Driver("Every published event is handled", Without(delivery => delivery.Position.Low == 5)),
        Driver("The events of a key are handled in their order, also by many handlers at once", new() { Change = records => [.. Enumerable.Reverse(records)] }),
        Driver("An event whose handler was cut off is handled again", new()
        {
            Receive = async (consumer, buffer, cancellationToken) =>
            {
                var count = await consumer.Healthy.ReceiveAsync(buffer, cancellationToken);
                foreach (var delivery in buffer[..count].ToArray())
                {
                    var partition = new TopicPartition(delivery.Topic, delivery.Partition);
                    await consumer.Healthy.SettleAsync(
                        new[] { new Settlement(partition, delivery.Position, SettlementKind.Acknowledge, long.MaxValue, delivery.DriverState) }, cancellationToken);
                }

                return count;
            },
        }),
        Driver("A restarted bus goes on where it stopped", new() { Settle = (_, _) => new([]) }),
        Driver("Every group handles every event", OnlyTheFirstGroup()),
        Driver("A group that starts at the end handles what is published from then on", new() { Prepare = (_, _, _, _) => new(StartPoint.Earliest) }),
        Driver("A poison event is tried again, becomes a dead letter unchanged, and stops nothing", ChangesDeadLetters()),
        Driver("A record that cannot be decoded becomes a dead letter and stops nothing", ChangesDeadLetters()),
        Driver("An event of a type without a handler is passed over and stops nothing", Without(delivery => delivery.Position.Low > 0)),
        Driver("While every event fails they wait instead of becoming dead letters, and go on in order", Without(delivery => delivery.Position.Low == 5)),
        Driver("A stop waits for the handler that runs and settles what it did", new() { Settle = (_, _) => new([]) }),
        Driver("Stopping twice and at once is safe", new()
        {
            Closing = async () => await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken),
        }),
        new((memory, cable) => new LosesWhenCut(memory, cable), "A bus survives a broker that goes away and comes back, without a restart and without loss"),
    ];

    private static Patch Without(Func<Delivery, bool> drops) => new()
    {
        Receive = (consumer, buffer, cancellationToken) => consumer.ReceiveWithoutAsync(buffer, delivery => consumer.IsLeased && drops(delivery), cancellationToken),
    };

    private static Patch OnlyTheFirstGroup()
    {
        var groups = new ConcurrentDictionary<string, string>();
        return new()
        {
            Receive = (consumer, buffer, cancellationToken) => consumer.ReceiveWithoutAsync(
                buffer,
                delivery => consumer.Request.Group is { } group && groups.GetOrAdd(consumer.Request.Topics[0], group) != group && delivery.Position.Low == 3,
                cancellationToken),
        };
    }

    private static Patch ChangesDeadLetters() => new()
    {
        Change = records =>
        [
            .. records.Select(record => record.Topic.EndsWith(".dead-letter", StringComparison.Ordinal)
                ? new ChangedRecord(record) { ChangeBody = _ => ReadOnlyMemory<byte>.Empty }
                : record),
        ],
    };
}
