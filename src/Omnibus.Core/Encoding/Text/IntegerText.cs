using System.Globalization;
using System.Text;

namespace Omnibus.Encodings;

/// <summary>Integers as text, in every form that Python's <c>int</c> reads: space around, a sign, single underscores, the digits of any script.</summary>
internal static class IntegerText
{
    /// <summary>Turns such an integer of any size into plain digits: no space, no plus, no zeros in front.</summary>
    public static bool TryNormalize(ReadOnlySpan<char> text, out string digits)
    {
        digits = "";
        text = text.Trim();
        var negative = text.StartsWith("-");
        text = negative || text.StartsWith("+") ? text[1..] : text;
        var plain = new StringBuilder(text.Length + 1);
        var digitBefore = false;
        foreach (var character in text.EnumerateRunes())
        {
            if (character.Value == '_' && digitBefore)
            {
                digitBefore = false;
                continue;
            }

            if (Rune.GetUnicodeCategory(character) != UnicodeCategory.DecimalDigitNumber)
            {
                return false;
            }

            digitBefore = true;
            var digit = (int)Rune.GetNumericValue(character);
            if (digit != 0 || plain.Length > 0)
            {
                plain.Append((char)('0' + digit));
            }
        }

        digits = plain.Length == 0 ? "0" : negative ? plain.Insert(0, '-').ToString() : plain.ToString();
        return digitBefore;
    }
}
