using System.Globalization;
using System.Text;

namespace Omnibus.Schemas;

/// <summary>Texts in JSON as Python writes them by default: everything that is not printable ASCII is escaped, character by character.</summary>
internal static class AsciiJson
{
    /// <summary>Appends a text with its quotes.</summary>
    public static StringBuilder Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        return text.Append('"');
    }
}
