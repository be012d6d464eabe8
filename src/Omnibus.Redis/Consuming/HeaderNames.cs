using System.Text;

namespace Omnibus.Redis.Consuming;

/// <summary>
/// The names of fields as strings, each made once. Entries of a stream have the same fields in the same order, so the name is nearly always the
/// one that was at this place before. Not thread-safe.
/// </summary>
internal sealed class HeaderNames
{
    /// <summary>So many names are remembered; a stream with ever new names must not fill the memory.</summary>
    private const int Most = 64;

    private readonly List<Name> _known = new(Most);
    private readonly Name?[] _byPlace = new Name?[Most];

    /// <summary>The name at a place of an entry.</summary>
    public string At(int place, ReadOnlySpan<byte> bytes)
    {
        if (place < Most && _byPlace[place] is { } expected && bytes.SequenceEqual(expected.Bytes))
        {
            return expected.Text;
        }

        var name = Find(bytes);
        if (place < Most)
        {
            _byPlace[place] = name;
        }

        return name.Text;
    }

    private Name Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var known in _known)
        {
            if (bytes.SequenceEqual(known.Bytes))
            {
                return known;
            }
        }

        var name = new Name(bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        if (_known.Count < Most)
        {
            _known.Add(name);
        }

        return name;
    }

    private sealed record Name(byte[] Bytes, string Text);
}
