using Omnibus.Drivers;

namespace Omnibus.Redis.Producing;

/// <summary>The streams of a topic that a producer writes to.</summary>
internal sealed class TopicStreams(string topic, int partitions, string producer, ProducerSettings settings, TimeProvider timeProvider)
{
    private readonly StreamBatch?[] _batches = new StreamBatch?[partitions];

    public string Topic { get; } = topic;

    /// <summary>The batch that a record belongs to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The record names a partition that the topic does not have.</exception>
    public StreamBatch For(OutgoingRecord record, KeyPartitioner partitioner)
    {
        var partition = partitioner.Choose(record, partitions);
        return _batches[partition] ??= new StreamBatch(Topic, partition, partitions, producer, settings, timeProvider);
    }
}
