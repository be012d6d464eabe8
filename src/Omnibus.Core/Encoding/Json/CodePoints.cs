namespace Omnibus.Encodings;

/// <summary>Orders text by code point. UTF-16 order differs: it puts the surrogates of U+10000 and above before U+E000 to U+FFFF.</summary>
internal static class CodePoints
{
    public static int Compare(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return common == one.Length || common == other.Length
            ? one.Length.CompareTo(other.Length)
            : Rank(one[common]).CompareTo(Rank(other[common]));
    }

    private static int Rank(char character) => char.IsSurrogate(character) ? character + char.MaxValue : character;
}
