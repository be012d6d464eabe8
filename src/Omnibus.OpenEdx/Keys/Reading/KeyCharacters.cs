using System.Buffers;
using System.Text;

namespace Omnibus.OpenEdx.Reading;

/// <summary>What may stand in a part of a key. Letters and digits are those of Unicode, as in Python's <c>\w</c>.</summary>
internal static class KeyCharacters
{
    private const string Ascii = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    private const int VersionLength = 24;

    private static readonly SearchValues<char> s_id = SearchValues.Create(Ascii + "-~.:");
    private static readonly SearchValues<char> s_oldId = SearchValues.Create(Ascii + "-~.:%");
    private static readonly SearchValues<char> s_slug = SearchValues.Create(Ascii + "-.");
    private static readonly SearchValues<char> s_version = SearchValues.Create("0123456789abcdef");

    /// <summary>An organization, a course, a run, a branch or a block type.</summary>
    public static bool IsId(ReadOnlySpan<char> part) => Holds(part, s_id);

    /// <summary>A part of an old form with slashes, and the id of a block in any form.</summary>
    public static bool IsOldId(ReadOnlySpan<char> part) => Holds(part, s_oldId);

    /// <summary>A part of a library's key.</summary>
    public static bool IsSlug(ReadOnlySpan<char> part) => Holds(part, s_slug);

    /// <summary>A version of a course: an object id of 24 hexadecimal digits.</summary>
    public static bool IsVersion(ReadOnlySpan<char> part) => part.Length == VersionLength && !part.ContainsAnyExcept(s_version);

    /// <summary>The number of a custom course.</summary>
    public static bool IsNumber(ReadOnlySpan<char> part) => !part.IsEmpty && !part.ContainsAnyExceptInRange('0', '9');

    private static bool Holds(ReadOnlySpan<char> part, SearchValues<char> allowed)
    {
        if (part.IsEmpty)
        {
            return false;
        }

        for (var at = part.IndexOfAnyExcept(allowed); at >= 0; at = part.IndexOfAnyExcept(allowed))
        {
            part = part[at..];
            if (char.IsAscii(part[0]) || Rune.DecodeFromUtf16(part, out var rune, out var length) != OperationStatus.Done
                || !(Rune.IsLetter(rune) || Rune.IsNumber(rune)))
            {
                return false;
            }

            part = part[length..];
        }

        return true;
    }
}
