using Omnibus.Redis.Streams;

namespace Omnibus.Redis.Consuming;

/// <summary>
/// The ids that were delivered and are not settled, in order, so that a settlement knows how many entries it covers. As long as the core's own
/// ring of unfinished work, so bounded by it.
/// </summary>
internal sealed class DeliveredIds
{
    private StreamId[] _ring = new StreamId[64];
    private int _first;
    private int _count;
    private long _settled;

    /// <summary>Notes a delivery.</summary>
    public void Add(StreamId id)
    {
        if (_count == _ring.Length)
        {
            var larger = new StreamId[_ring.Length * 2];
            for (var index = 0; index < _count; index++)
            {
                larger[index] = this[index];
            }

            (_ring, _first) = (larger, 0);
        }

        _ring[(_first + _count++) & (_ring.Length - 1)] = id;
    }

    /// <summary>How many entries, since the beginning, lie up to and with <paramref name="id"/>. Changes nothing: a settlement may fail.</summary>
    public long CountThrough(StreamId id)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = this[middle] <= id ? (middle + 1, high) : (low, middle);
        }

        return _settled + low;
    }

    /// <summary>Forgets what is settled.</summary>
    public void Settle(StreamId id)
    {
        var covered = (int)(CountThrough(id) - _settled);
        _first = (_first + covered) & (_ring.Length - 1);
        _count -= covered;
        _settled += covered;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => (_first, _count, _settled) = (0, 0, 0);

    private StreamId this[int index] => _ring[(_first + index) & (_ring.Length - 1)];
}
