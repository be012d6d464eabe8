using System.Globalization;
using System.Text;

namespace Omnibus;

/// <summary>Metadata as the Python services of Open edX write it.</summary>
public static class OpenEdxMetadataExtensions
{
    /// <summary>
    /// The JSON that the Python services write into their logs for an event, character by character, so that one can be found by the other. It has
    /// neither subject nor extensions; an attribute that is missing is an empty text or list.
    /// </summary>
    /// <param name="metadata">The metadata.</param>
    public static string ToOpenEdxJson(this EventMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var text = new StringBuilder(256).Append("{\"event_type\": ");
        AppendText(text, metadata.Type).Append(", \"id\": ");
        AppendText(text, metadata.Id).Append(CultureInfo.InvariantCulture, $", \"minorversion\": {metadata.MinorVersion}, \"source\": ");
        AppendText(text, metadata.Source).Append(", \"sourcehost\": ");
        AppendText(text, metadata.SourceHost ?? "").Append(", \"time\": ");
        AppendText(text, new IsoDateTime(metadata.Time.ToUniversalTime()).Text).Append(", \"sourcelib\": [");
        return text.AppendJoin(", ", (metadata.SourceLib ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries)).Append("]}").ToString();
    }

    private static StringBuilder AppendText(StringBuilder text, string value)
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
