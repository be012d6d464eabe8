using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>A delivery with its place in the consumer: its partition, its ticket there, and the next one in the same slice.</summary>
internal sealed class InFlight : Delivery
{
    public PartitionState State { get; set; } = null!;

    public long Ticket { get; set; }

    public InFlight? Next { get; set; }

    /// <summary>What was done about it while an earlier delivery was worked off; null: nothing.</summary>
    public HandledAhead? Ahead { get; set; }

    /// <summary>The bytes that count against the consumer's bound.</summary>
    public int Size { get; set; }
}
