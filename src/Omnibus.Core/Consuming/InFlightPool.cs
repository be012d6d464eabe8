using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>Deliveries that are not in use. The loop takes many at once, strands give back whole slices: one lock for each, not for each record.</summary>
internal sealed class InFlightPool
{
    private readonly Lock _gate = new();
    private InFlight? _free;

    /// <summary>Fills the empty places of a buffer.</summary>
    public void Fill(Span<Delivery?> buffer)
    {
        lock (_gate)
        {
            foreach (ref var place in buffer)
            {
                if (place is not null)
                {
                    continue;
                }

                if (_free is { } free)
                {
                    _free = free.Next;
                    free.Next = null;
                    place = free;
                }
                else
                {
                    place = new InFlight();
                }
            }
        }
    }

    /// <summary>Takes back a chain of deliveries whose memory is released.</summary>
    public void Return(InFlight first, InFlight last)
    {
        lock (_gate)
        {
            last.Next = _free;
            _free = first;
        }
    }
}
