namespace Omnibus.Memory.Grouping;

/// <summary>
/// The records of one partition that readers of a group compete for: who holds which, from the first that is not settled to the last that was
/// ever delivered. A ring of numbers; a record more costs nothing once the ring is long enough. Guarded by the store's gate.
/// </summary>
internal sealed class SharedQueue(long start)
{
    private const int Free = 0;
    private const int Settled = -1;

    private readonly Queue<long> _again = new();
    private int[] _holders = new int[64];
    private long _next = start;

    /// <summary>The first record that is not settled.</summary>
    public long Floor { get; private set; } = start;

    /// <summary>Takes the next record for a reader: one that came back, else one that was never delivered.</summary>
    /// <param name="reader">The reader's number, above 0.</param>
    /// <param name="first">The oldest record that is still there.</param>
    /// <param name="end">The end of the partition.</param>
    /// <param name="offset">The record.</param>
    public bool TryTake(int reader, long first, long end, out long offset)
    {
        SkipTo(first);
        while (_again.TryDequeue(out offset))
        {
            if (offset >= Floor && Holder(offset) == Free)
            {
                Holder(offset) = reader;
                return true;
            }
        }

        if (_next >= end)
        {
            return false;
        }

        offset = _next++;
        if (_next - Floor > _holders.Length)
        {
            Grow();
        }

        Holder(offset) = reader;
        return true;
    }

    /// <summary>Settles a record, if this reader holds it.</summary>
    public void Settle(long offset, int reader)
    {
        if (IsHeld(offset, reader))
        {
            Holder(offset) = Settled;
            RaiseFloor();
        }
    }

    /// <summary>Gives a record back, if this reader holds it.</summary>
    public void Requeue(long offset, int reader)
    {
        if (IsHeld(offset, reader))
        {
            Holder(offset) = Free;
            _again.Enqueue(offset);
        }
    }

    /// <summary>Gives back everything that a reader holds, oldest first.</summary>
    public void RequeueAll(int reader)
    {
        for (var offset = Floor; offset < _next; offset++)
        {
            Requeue(offset, reader);
        }
    }

    private bool IsHeld(long offset, int reader) => offset >= Floor && offset < _next && Holder(offset) == reader;

    private ref int Holder(long offset) => ref _holders[offset & (_holders.Length - 1)];

    // Records that retention removed are nobody's any more.
    private void SkipTo(long first)
    {
        for (var offset = Floor; offset < first && offset < _next; offset++)
        {
            Holder(offset) = Settled;
        }

        if (_next < first)
        {
            (_next, Floor) = (first, first);
        }

        RaiseFloor();
    }

    private void RaiseFloor()
    {
        while (Floor < _next && Holder(Floor) == Settled)
        {
            Floor++;
        }
    }

    private void Grow()
    {
        var old = _holders;
        _holders = new int[old.Length * 2];
        for (var offset = Floor; offset < _next - 1; offset++)
        {
            Holder(offset) = old[offset & (old.Length - 1)];
        }
    }
}
