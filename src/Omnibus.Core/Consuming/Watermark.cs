using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>
/// Turns out-of-order completions of one partition into the highest position that is safe to settle. Tickets count arrivals, so gaps between positions
/// do not matter. The loop tracks and advances; any strand completes.
/// </summary>
/// <param name="capacity">The most deliveries that are tracked at once: a power of two.</param>
internal sealed class Watermark(int capacity)
{
    private readonly Position[] _positions = new Position[capacity];
    private readonly byte[] _done = new byte[capacity];
    private readonly int _mask = capacity - 1;
    private long _tail;
    private long _head;

    /// <summary>How many deliveries are tracked and not yet behind the watermark.</summary>
    public int Count => (int)(_head - _tail);

    /// <summary>How many more can be tracked.</summary>
    public int Room => _positions.Length - Count;

    /// <summary>Notes a delivered position and returns the ticket that completes it. There must be room.</summary>
    public long Track(Position position)
    {
        if (Room == 0)
        {
            throw new InvalidOperationException("More deliveries were received than can be tracked.");
        }

        _positions[_head & _mask] = position;
        return _head++;
    }

    /// <summary>The delivery of that ticket is done. Any thread, once for each ticket.</summary>
    public void Complete(long ticket) => Volatile.Write(ref _done[ticket & _mask], 1);

    /// <summary>The position of a ticket that is not behind the watermark.</summary>
    public Position PositionOf(long ticket) => _positions[ticket & _mask];

    /// <summary>The tickets that are tracked and not done, oldest first.</summary>
    public IEnumerable<long> Open()
    {
        for (var ticket = _tail; ticket < _head; ticket++)
        {
            if (Volatile.Read(ref _done[ticket & _mask]) == 0)
            {
                yield return ticket;
            }
        }
    }

    /// <summary>Takes the newest position up to which everything is done, if it moved.</summary>
    public bool TryAdvance(out Position position)
    {
        var tail = _tail;
        while (tail < _head && Volatile.Read(ref _done[tail & _mask]) != 0)
        {
            _done[tail & _mask] = 0;
            tail++;
        }

        if (tail == _tail)
        {
            position = default;
            return false;
        }

        position = _positions[(tail - 1) & _mask];
        _tail = tail;
        return true;
    }
}
