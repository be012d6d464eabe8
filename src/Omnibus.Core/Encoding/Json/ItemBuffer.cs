using System.Buffers;
using System.Runtime.CompilerServices;

namespace Omnibus.Encodings;

/// <summary>Collects the items of a list whose length is not known, in a rented array.</summary>
internal ref struct ItemBuffer<TItem>
{
    private TItem[]? _rented;
    private int _count;

    public void Add(TItem item)
    {
        if (_rented is null || _count == _rented.Length)
        {
            var larger = ArrayPool<TItem>.Shared.Rent(_count == 0 ? 16 : _count * 2);
            _rented.AsSpan(0, _count).CopyTo(larger);
            Return();
            _rented = larger;
        }

        _rented[_count++] = item;
    }

    public TItem[] TakeArray()
    {
        var items = _rented.AsSpan(0, _count).ToArray();
        Return();
        _rented = null;
        return items;
    }

    private readonly void Return()
    {
        if (_rented is not null)
        {
            ArrayPool<TItem>.Shared.Return(_rented, RuntimeHelpers.IsReferenceOrContainsReferences<TItem>());
        }
    }
}
