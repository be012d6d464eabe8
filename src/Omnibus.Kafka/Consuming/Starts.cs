using Omnibus.Drivers;

namespace Omnibus.Kafka.Consuming;

/// <summary>
/// Where reading begins in partitions for which nothing is committed, resolved once, when the consumer was opened: "latest" means from then on,
/// however long joining takes.
/// </summary>
internal sealed class Starts(
    StartPoint start,
    IReadOnlyList<TopicPartition> partitions,
    IReadOnlyDictionary<TopicPartition, long> first,
    IReadOnlyDictionary<TopicPartition, long> end,
    IReadOnlyDictionary<TopicPartition, long>? since = null)
{
    /// <summary>Every partition that was there.</summary>
    public IReadOnlyList<TopicPartition> Partitions { get; } = partitions;

    /// <summary>The offset for a partition. One that was added since is read from its first record, which is later than any start.</summary>
    public long For(TopicPartition partition)
    {
        if (!first.TryGetValue(partition, out var low) || !end.TryGetValue(partition, out var high))
        {
            return 0;
        }

        return start.Kind switch
        {
            StartKind.Latest => high,

            // Where nothing is as young as that, with what comes.
            StartKind.Time => since!.TryGetValue(partition, out var found) ? found : high,
            StartKind.Position => Math.Clamp(start.Position.ToOffset(), low, high),
            _ => low,
        };
    }
}
