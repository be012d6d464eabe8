using System.Text;
using Omnibus.SourceGeneration.Model;
using Omnibus.SourceGeneration.Reading;

namespace Omnibus.SourceGeneration.Schemas;

/// <summary>
/// The schema of an event as JSON, keys and fields in the order of declaration. A record stands in full where it comes first, then by its name alone;
/// all of them are in the event's namespace.
/// </summary>
internal static class SchemaText
{
    private const string Doc = "Avro Event Format for CloudEvents created with openedx_events/schema";

    public static string Of(RecordModel body, string type)
    {
        var text = new StringBuilder();
        text.Append("{\"name\":\"").Append(RecordReader.EventRecord).Append("\",\"type\":\"record\",\"doc\":\"").Append(Doc).Append("\",");
        AppendFields(text, body, []);
        return text.Append(",\"namespace\":\"").Append(type).Append("\"}").ToString();
    }

    private static void AppendFields(StringBuilder text, RecordModel record, HashSet<string> known)
    {
        text.Append("\"fields\":[");
        var first = text.Length;
        foreach (var field in record.Fields)
        {
            text.Append(text.Length == first ? "" : ",").Append("{\"name\":\"").Append(field.Name).Append("\",\"type\":");
            if (field.IsOptional)
            {
                text.Append("[\"null\",");
                AppendType(text, field.Type, known);
                text.Append("],\"default\":null");
            }
            else
            {
                AppendType(text, field.Type, known);
            }

            text.Append('}');
        }

        text.Append(']');
    }

    private static void AppendType(StringBuilder text, FieldType type, HashSet<string> known)
    {
        if (type.Record is { } record)
        {
            if (!known.Add(record.AvroName))
            {
                text.Append('"').Append(record.AvroName).Append('"');
                return;
            }

            text.Append("{\"name\":\"").Append(record.AvroName).Append("\",\"type\":\"record\",");
            AppendFields(text, record, known);
            text.Append('}');
        }
        else if (type.Element is { } element)
        {
            text.Append(type.Kind == FieldKind.Map ? "{\"type\":\"map\",\"values\":" : "{\"type\":\"array\",\"items\":");
            AppendType(text, element, known);
            text.Append('}');
        }
        else
        {
            text.Append('"').Append(type.AvroPrimitive).Append('"');
        }
    }
}
