using Omnibus.Drivers;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis.Consuming;

/// <summary>A partition as a read command names it. Owned by its consumer, which is called by one loop.</summary>
internal abstract class StreamCursor
{
    protected StreamCursor(TopicPartition partition)
    {
        Partition = partition;
        Key = RedisNames.Stream(partition.Topic, partition.Partition);
        KeyBytes = (byte[])Key!;
    }

    public TopicPartition Partition { get; }

    public RedisKey Key { get; }

    public byte[] KeyBytes { get; }

    /// <summary>Delivers nothing for the moment.</summary>
    public bool Paused { get; set; }

    /// <summary>Changes whenever reading goes elsewhere: a reply that was asked for before is not wanted any more.</summary>
    public int Turn { get; protected set; }

    /// <summary>What stands for "where to go on" in the command; valid until the next call.</summary>
    public abstract ReadOnlyMemory<byte> AfterText();

    /// <summary>An entry that was pending in the group is ours now, and is delivered.</summary>
    public abstract void WasClaimed(StreamId id);
}
