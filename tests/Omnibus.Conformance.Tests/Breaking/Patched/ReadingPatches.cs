using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;
using static Omnibus.Conformance.Tests.Breaking.Patched.PatchedTransport;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>Drivers that begin, order, share or read wrongly.</summary>
internal static class ReadingPatches
{
    public static IReadOnlyDictionary<string, BrokenDriver> All { get; } = new Dictionary<string, BrokenDriver>
    {
        ["EarliestSkipsOne"] = Driver("A new group that starts earliest gets everything that is stored", new()
        {
            Prepare = async (transport, _, topic, start) =>
                start.Kind == StartKind.Earliest && await HoldsAsync(transport, topic, 3, partitions: 4) ? StartPoint.From(new Position(0, 1)) : start,
        }),
        ["LatestIsEarliest"] = Driver("A new group that starts latest gets what is stored from then on", new()
        {
            Prepare = async (transport, _, topic, start) =>
                start.Kind == StartKind.Latest && await HoldsAsync(transport, topic, 3) ? StartPoint.Earliest : start,
        }),
        ["StartsAfterTime"] = Driver("A new group that starts at a time begins with the first record of that time", new()
        {
            Prepare = (_, _, _, start) => new(start.Kind == StartKind.Time ? StartPoint.At(start.Time.AddMilliseconds(1)) : start),
        }),
        ["IgnoresReadersStart"] = Driver("A reader without a group begins where it is told", new()
        {
            Open = (_, request) => new(request is { Group: null, Start.Kind: StartKind.Latest } ? request with { Start = StartPoint.Earliest } : request),
        }),
        ["SkipsInRepetition"] = Driver("After a failure a suffix is repeated, in order and without a gap", new()
        {
            Receive = (consumer, buffer, cancellationToken) => consumer.ReceiveWithoutAsync(
                buffer,
                delivery => consumer.IsLeased && delivery.Key is not null
                    && consumer.Starts.GetValueOrDefault(new TopicPartition(delivery.Topic, delivery.Partition)).Low > 0
                    && PatchedConsumer.TextOf(delivery) is ['1', '5', _],
                cancellationToken),
        }),
        ["LosesUnderStress"] = Driver("Producers and consumers that come and go lose nothing and keep the order", new()
        {
            Receive = (consumer, buffer, cancellationToken) => consumer.ReceiveWithoutAsync(
                buffer, delivery => consumer.IsLeased && delivery.Position.Low == 250, cancellationToken),
        }),
        ["LosesInTheCrowd"] = Driver("Readers that share, requeue and crash lose nothing", new()
        {
            Receive = (consumer, buffer, cancellationToken) => consumer.ReceiveWithoutAsync(
                buffer, delivery => consumer.IsShared && PatchedConsumer.TextOf(delivery) == "1-5-7", cancellationToken),
        }),
        ["ReadsOthersPartition"] = Driver("Consumers of one group share its records, each to exactly one", new()
        {
            Assign = (consumer, assignments) => assignments is [{ Partition.Partition: 3 } last] && consumer.Starts.Keys.All(partition => partition.Partition > 0)
                ? [last, last with { Partition = last.Partition with { Partition = 0 } }]
                : assignments,
        }),
        ["ForgetsOnRestart"] = Driver("A group that comes back goes on where it stopped", new()
        {
            Grant = (_, grant) => grant is { Position.Low: 12 } ? grant.Value with { Position = default(Position) } : grant,
        }),
        ["WatchingMoves"] = WatchingMoves(),
        ["SeeksOnlyWhileReading"] = Driver("A paused partition goes on where it was sent meanwhile", new()
        {
            MaySeek = (consumer, partition) => !consumer.Paused.Contains(partition),
        }),
        ["AssignsOnce"] = Driver("A partition is read from its assignment's start, and anew when it is assigned again", new()
        {
            Assign = (consumer, assignments) => [.. assignments.Where(assignment => !consumer.Starts.ContainsKey(assignment.Partition))],
        }),
        ["IsUnfair"] = Driver("A busy partition does not keep a quiet one waiting for ever", new()
        {
            Receive = async (consumer, buffer, cancellationToken) =>
            {
                var topic = await consumer.Transport.DescribeAsync(consumer.Request.Topics[0], cancellationToken);
                if (topic?.Partitions is [{ Count: > 1000 }, { Count: 1 }, ..])
                {
                    consumer.Healthy.Pause([new TopicPartition(topic.Name, 1)]);
                }

                return await consumer.Healthy.ReceiveAsync(buffer, cancellationToken);
            },
        }),
        ["WaitsForEver"] = Driver("A receive with nothing to deliver ends after the longest wait", new()
        {
            Receive = async (consumer, buffer, cancellationToken) =>
            {
                var count = await consumer.Healthy.ReceiveAsync(buffer, cancellationToken);
                if (count == 0 && consumer.IsWithoutGroup && await HoldsAsync(consumer.Transport, consumer.Request.Topics[0], 0))
                {
                    await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
                }

                return count;
            },
        }),
    };

    /// <summary>Whether each partition of a topic has just as many records.</summary>
    internal static async ValueTask<bool> HoldsAsync(HealthyTransport transport, string topic, int count, int partitions = 1) =>
        await transport.DescribeAsync(topic, CancellationToken.None) is { } description
        && description.Partitions.Count >= partitions
        && description.Partitions.All(partition => partition.Count == count);

    private static BrokenDriver WatchingMoves()
    {
        var readers = new ConcurrentDictionary<string, PatchedConsumer>();
        return Driver("A reader without a group reads everything and changes nothing for groups", new()
        {
            Settle = (consumer, settlements) =>
            {
                readers[consumer.Request.Topics[0]] = consumer;
                return new(settlements);
            },
            Open = async (transport, request) =>
            {
                if (request.Group is null && readers.TryGetValue(request.Topics[0], out var reader) && reader.IsLeased)
                {
                    var topic = await transport.DescribeAsync(request.Topics[0], CancellationToken.None);
                    await reader.Healthy.SeekAsync(new TopicPartition(topic!.Name, 0), topic.Partitions[0].End, CancellationToken.None);
                }

                return request;
            },
        });
    }
}
