namespace Omnibus.OpenEdx.Reading;

/// <summary>The parts of a key of a library: a namespace, then parts that are joined by colons.</summary>
internal readonly ref struct SlugParts
{
    private const int Most = 5;

    private readonly ReadOnlySpan<char> _text;

    private SlugParts(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The part at a place, from 1; the namespace is at 0.</summary>
    public string this[int place]
    {
        get
        {
            Span<Range> ranges = stackalloc Range[Most];
            _text.Split(ranges, ':');
            return _text[ranges[place]].ToString();
        }
    }

    public static SlugParts Of(string text) => new(text);

    /// <summary>Whether a text is that namespace and so many parts behind it.</summary>
    public static bool Are(ReadOnlySpan<char> text, string @namespace, int count)
    {
        Span<Range> ranges = stackalloc Range[Most + 1];
        if (text.Split(ranges, ':') != count + 1 || !text[ranges[0]].SequenceEqual(@namespace))
        {
            return false;
        }

        foreach (var range in ranges[1..(count + 1)])
        {
            if (!KeyCharacters.IsSlug(text[range]))
            {
                return false;
            }
        }

        return true;
    }
}
