using Omnibus.Drivers;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis.Sharing;

/// <summary>A partition that a group shares: the server knows what was given to whom.</summary>
internal sealed class SharedStream(TopicPartition partition) : StreamCursor(partition)
{
    private static readonly byte[] s_new = [(byte)'>'];

    /// <summary>Where the search for work that nobody keeps goes on.</summary>
    public string Cursor { get; set; } = "0-0";

    /// <summary>The last entry that came here, in whatever way. What the server gave us behind it never arrived.</summary>
    public StreamId Newest { get; private set; }

    /// <summary>Entries that came and could not be delivered: they go back to the group.</summary>
    public List<StreamId> Returned { get; } = [];

    /// <summary>Entries that were settled and are about to be told to the server.</summary>
    public List<StreamId> Acknowledged { get; } = [];

    /// <inheritdoc />
    public override ReadOnlyMemory<byte> AfterText() => s_new;

    /// <inheritdoc />
    public override void WasClaimed(StreamId id) => Came(id);

    public void Came(StreamId id) => Newest = id > Newest ? id : Newest;
}
