using Omnibus.Drivers;

namespace Omnibus.Redis.Producing;

/// <summary>The streams of a topic that a producer writes to.</summary>
internal sealed class TopicStreams(string topic, int partitions, string producer, ProducerSettings settings, TimeProvider timeProvider)
{
    private readonly StreamPublisher?[] _publishers = new StreamPublisher?[partitions];

    public string Topic { get; } = topic;

    /// <summary>Those that anything was sent to.</summary>
    public IEnumerable<StreamPublisher> Publishers => _publishers.OfType<StreamPublisher>();

    /// <summary>The publisher of the stream that a record belongs to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The record names a partition that the topic does not have.</exception>
    public StreamPublisher For(OutgoingRecord record, KeyPartitioner partitioner)
    {
        var partition = partitioner.Choose(record, partitions);
        return _publishers[partition] ??= new StreamPublisher(Topic, partition, partitions, producer, settings, timeProvider);
    }
}
