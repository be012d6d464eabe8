using System.Text;
using Omnibus.SourceGeneration.Model;
using Omnibus.SourceGeneration.Reading;

namespace Omnibus.SourceGeneration.Schemas;

/// <summary>Avro's Parsing Canonical Form of an event's schema: what decides how bytes are read, and nothing else.</summary>
internal static class CanonicalForm
{
    public static string Of(RecordModel body, string type)
    {
        var text = new StringBuilder();
        AppendRecord(text, body, RecordReader.EventRecord, type, []);
        return text.ToString();
    }

    private static void AppendRecord(StringBuilder text, RecordModel record, string name, string space, HashSet<string> known)
    {
        text.Append("{\"name\":\"").Append(space).Append('.').Append(name).Append("\",\"type\":\"record\",\"fields\":[");
        var first = text.Length;
        foreach (var field in record.Fields)
        {
            text.Append(text.Length == first ? "" : ",").Append("{\"name\":\"").Append(field.Name).Append("\",\"type\":");
            text.Append(field.IsOptional ? "[\"null\"," : "");
            AppendType(text, field.Type, space, known);
            text.Append(field.IsOptional ? "]}" : "}");
        }

        text.Append("]}");
    }

    private static void AppendType(StringBuilder text, FieldType type, string space, HashSet<string> known)
    {
        if (type.Record is { } record)
        {
            if (known.Add(record.AvroName))
            {
                AppendRecord(text, record, record.AvroName, space, known);
            }
            else
            {
                text.Append('"').Append(space).Append('.').Append(record.AvroName).Append('"');
            }
        }
        else if (type.Element is { } element)
        {
            text.Append(type.Kind == FieldKind.Map ? "{\"type\":\"map\",\"values\":" : "{\"type\":\"array\",\"items\":");
            AppendType(text, element, space, known);
            text.Append('}');
        }
        else
        {
            text.Append('"').Append(type.AvroPrimitive).Append('"');
        }
    }
}
