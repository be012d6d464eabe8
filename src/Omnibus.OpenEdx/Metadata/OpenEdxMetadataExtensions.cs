using System.Globalization;
using System.Text;
using Omnibus.Schemas;

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
        AsciiJson.Append(text, metadata.Type).Append(", \"id\": ");
        AsciiJson.Append(text, metadata.Id).Append(CultureInfo.InvariantCulture, $", \"minorversion\": {metadata.MinorVersion}, \"source\": ");
        AsciiJson.Append(text, metadata.Source).Append(", \"sourcehost\": ");
        AsciiJson.Append(text, metadata.SourceHost ?? "").Append(", \"time\": ");
        AsciiJson.Append(text, new IsoDateTime(metadata.Time.ToUniversalTime()).Text).Append(", \"sourcelib\": [");
        return text.AppendJoin(", ", (metadata.SourceLib ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries)).Append("]}").ToString();
    }
}
