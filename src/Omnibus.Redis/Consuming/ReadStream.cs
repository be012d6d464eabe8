using Omnibus.Drivers;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis.Consuming;

/// <summary>A partition that a consumer reads: where it is, and what it needs to settle. Owned by the consumer, which is called by one loop.</summary>
internal sealed class ReadStream : StreamCursor
{
    private readonly byte[] _text = new byte[StreamId.MaxLength];

    public ReadStream(TopicPartition partition, StreamId after, long epoch)
        : base(partition)
    {
        After = after;
        Floor = after;
        Stored = after;
        Tried = after;
        Epoch = epoch;
    }

    public long Epoch { get; }

    /// <summary>Reading goes on behind this id.</summary>
    public StreamId After { get; private set; }

    /// <summary>No longer assigned: what still arrives for it is dropped.</summary>
    public bool Gone { get; set; }

    /// <summary>Pending entries are delivered before the stream is read.</summary>
    public bool TakingOver { get; set; }

    /// <summary>The pending entries that were delivered and are not settled, in order.</summary>
    public List<StreamId> Claimed { get; } = [];

    /// <summary>The claim goes on behind this id.</summary>
    public StreamId ClaimedThrough { get; set; }

    /// <summary>
    /// The group's position never goes back by a settlement: one up to here only acknowledges claimed entries. Seeking moves it, and so allows
    /// to settle earlier places again.
    /// </summary>
    public StreamId Floor { get; private set; }

    /// <summary>The group's last-delivered id, as we stored or found it.</summary>
    public StreamId Stored { get; private set; }

    /// <summary>The id of a settlement of which the answer may have been lost.</summary>
    public StreamId Tried { get; set; }

    /// <summary>How many entries were stored up to where this assignment began; null where that is not known.</summary>
    public long? ReadBefore { get; set; }

    /// <summary>How many entries had been removed from the stream when we last heard of it.</summary>
    public long Removed { get; set; }

    /// <summary>It was said that the group is about to lose entries.</summary>
    public bool RoomReported { get; set; }

    /// <summary>What was delivered from the stream since.</summary>
    public DeliveredIds Delivered { get; } = new();

    /// <inheritdoc />
    public override ReadOnlyMemory<byte> AfterText() => _text.AsMemory(0, After.Format(_text));

    /// <inheritdoc />
    public override void WasClaimed(StreamId id) => Claimed.Add(id);

    /// <summary>Notes a delivery from the stream.</summary>
    public void Advance(StreamId id, bool settles)
    {
        After = id;
        if (settles)
        {
            Delivered.Add(id);
        }
    }

    /// <summary>Goes elsewhere.</summary>
    public void Seek(StreamId after)
    {
        After = after;
        Floor = after;
        Turn++;
        TakingOver = false;
        Delivered.Clear();

        // Entries before the new place were not counted by anyone: Redis, or a description of the group, counts them when asked.
        ReadBefore = null;
    }

    /// <summary>Notes that a settlement is durable.</summary>
    public void Settled(StreamId id, int claimed, bool stored)
    {
        Claimed.RemoveRange(0, claimed);
        if (stored)
        {
            Floor = id;
            Stored = id;
            Tried = id;
            Delivered.Settle(id);
        }
    }
}
