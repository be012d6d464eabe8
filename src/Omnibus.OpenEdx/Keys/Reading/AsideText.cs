using System.Text;

namespace Omnibus.OpenEdx.Reading;

/// <summary>
/// The key of an aside, which is something beside a block: the namespace, the block's key with a dollar sign before each character that would end it, two
/// colons, the kind of aside.
/// </summary>
internal static class AsideText
{
    private static readonly string[] s_starts = ["aside-usage-v1:", "aside-usage-v2:"];

    public static bool IsAside(string text) => Array.Exists(s_starts, start => text.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Splits the text; false where its form is not that of an aside. Whether the block's key is one is not asked.</summary>
    public static bool TrySplit(string text, out string block, out string aside)
    {
        var key = new StringBuilder(text.Length);
        for (var at = s_starts[0].Length; at < text.Length; at++)
        {
            if (text[at] == '$' && at + 1 < text.Length)
            {
                key.Append(text[++at]);

                // The first version escapes two colons as one.
                if (text[at] == ':' && at + 1 < text.Length && text[at + 1] == ':')
                {
                    key.Append(text[++at]);
                }
            }
            else if (text.AsSpan(at).StartsWith("::"))
            {
                (block, aside) = (key.ToString(), text[(at + 2)..]);
                return KeyCharacters.IsSlug(aside);
            }
            else
            {
                key.Append(text[at]);
            }
        }

        (block, aside) = ("", "");
        return false;
    }
}
