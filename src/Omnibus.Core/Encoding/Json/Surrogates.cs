using System.Buffers;

namespace Omnibus.Encodings;

/// <summary>Finds text that is no Unicode: half of a surrogate pair.</summary>
internal static class Surrogates
{
    private static readonly SearchValues<char> s_halves = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    /// <summary>Whether each surrogate has its other half.</summary>
    public static bool AreWhole(ReadOnlySpan<char> text)
    {
        var next = text.IndexOfAny(s_halves);
        while (next >= 0)
        {
            if (next + 1 >= text.Length || !char.IsSurrogatePair(text[next], text[next + 1]))
            {
                return false;
            }

            text = text[(next + 2)..];
            next = text.IndexOfAny(s_halves);
        }

        return true;
    }
}
