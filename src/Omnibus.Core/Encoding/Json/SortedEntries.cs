using System.Buffers;
using System.Runtime.CompilerServices;

namespace Omnibus.Encodings;

/// <summary>The entries of a map in the order of their keys' code points, which is that of their bytes in UTF-8 and not that of UTF-16.</summary>
internal readonly ref struct SortedEntries<TValue>
{
    private static readonly Comparison<KeyValuePair<string, TValue>> s_byKey = static (one, other) => CodePoints.Compare(one.Key, other.Key);

    private readonly KeyValuePair<string, TValue>[] _rented;

    private SortedEntries(KeyValuePair<string, TValue>[] rented, int count)
    {
        _rented = rented;
        Span = rented.AsSpan(0, count);
    }

    public ReadOnlySpan<KeyValuePair<string, TValue>> Span { get; }

    public static SortedEntries<TValue> Of(IReadOnlyDictionary<string, TValue> values)
    {
        var rented = ArrayPool<KeyValuePair<string, TValue>>.Shared.Rent(values.Count);
        var count = 0;
        if (values is Dictionary<string, TValue> dictionary)
        {
            foreach (var entry in dictionary) // its own enumerator allocates nothing
            {
                rented[count++] = entry;
            }
        }
        else
        {
            foreach (var entry in values)
            {
                rented[count++] = entry;
            }
        }

        rented.AsSpan(0, count).Sort(s_byKey);
        return new SortedEntries<TValue>(rented, count);
    }

    public void Dispose() =>
        ArrayPool<KeyValuePair<string, TValue>>.Shared.Return(_rented, RuntimeHelpers.IsReferenceOrContainsReferences<KeyValuePair<string, TValue>>());
}
