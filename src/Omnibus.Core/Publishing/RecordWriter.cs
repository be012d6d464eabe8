using Omnibus.Encodings;
using Omnibus.Schemas;

namespace Omnibus.Publishing;

/// <summary>Writes records whose data is bytes already.</summary>
internal static class RecordWriter
{
    /// <summary>Writes key, attributes and body, and seals the record.</summary>
    /// <param name="record">The record, begun.</param>
    /// <param name="head">The attributes of the event.</param>
    /// <param name="body">The data; null: the record has none.</param>
    /// <param name="wire">Lays the attributes out.</param>
    /// <param name="schemas">The schemas, registered; null: the record has no marks but those in its attributes.</param>
    /// <param name="textKey">The key is not the one at the event's key path.</param>
    /// <exception cref="EventDataException">An attribute or the key cannot be written.</exception>
    public static void Write(PublishOperation record, EventHead head, ReadOnlyMemory<byte>? body, WireWriter wire, RecordSchemas? schemas, bool textKey)
    {
        if (schemas is null)
        {
            record.WriteKey(head.Key);
        }
        else
        {
            schemas.WriteKey(record, head.Key, textKey);
            head = schemas.HasValue ? head with { DataSchema = schemas.DataSchema } : head;
        }

        wire.Write(head, record);
        if (body is { } bytes)
        {
            record.BeginBody();
            schemas?.WriteFrame(record);
            record.Buffer.Write(bytes.Span);
            record.EndBody();
        }

        record.Seal();
    }
}
