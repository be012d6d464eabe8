using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>Sorts what was received into slices, one for each strand, and hands each over once.</summary>
internal sealed class Router(Strand[] strands, Ordering ordering, Func<Delivery, ReadOnlyMemory<byte>> keyOf)
{
    private readonly InFlight?[] _first = new InFlight?[strands.Length];
    private readonly InFlight?[] _last = new InFlight?[strands.Length];
    private int _turn;

    public void Add(InFlight delivery)
    {
        var lane = Lane(delivery);
        delivery.Next = null;
        delivery.Ahead = null;
        if (_last[lane] is { } last)
        {
            last.Next = delivery;
        }
        else
        {
            _first[lane] = delivery;
        }

        _last[lane] = delivery;
    }

    /// <summary>Hands the slices over.</summary>
    public void Flush()
    {
        for (var lane = 0; lane < strands.Length; lane++)
        {
            if (_first[lane] is not { } first)
            {
                continue;
            }

            var last = _last[lane]!;
            _first[lane] = _last[lane] = null;
            strands[lane].Enqueue(first, last);
        }
    }

    private int Lane(InFlight delivery)
    {
        if (strands.Length == 1)
        {
            return 0;
        }

        return ordering switch
        {
            Ordering.Partition => delivery.State.Lane % strands.Length,
            Ordering.Key => (int)(KeyPartitioner.Hash(keyOf(delivery).Span) % (uint)strands.Length),
            _ => (int)((uint)_turn++ % (uint)strands.Length),
        };
    }
}
