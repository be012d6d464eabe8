using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus;

/// <summary>Reads one value with a reader: the method of a nested record, or a lambda over one of the reader's methods.</summary>
public delegate TValue JsonRead<out TValue>(ref JsonEventReader reader);

/// <summary>
/// Reads the JSON of one event. Every problem is an <see cref="EventDataException"/> with the path of the field and the line. A method that reads a
/// value finds the reader at the value's beginning and leaves it at its end.
/// </summary>
public ref partial struct JsonEventReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly JsonReading _reading;
    private readonly long _firstLine;
    private Utf8JsonReader _json;

    internal JsonEventReader(ReadOnlySpan<byte> data, JsonReading reading, long firstLine)
    {
        _data = data;
        _reading = reading;
        _firstLine = firstLine;
        _json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = JsonEventWriter.MaxDepth });
        Advance();
    }

    /// <summary>Begins a record: <see cref="Next"/> goes through its fields.</summary>
    public readonly JsonRecord BeginRecord(JsonFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Expect(JsonTokenType.StartObject, "An object");
        return new JsonRecord(fields);
    }

    /// <summary>
    /// Goes to the value of the record's next field, whose place is then in <see cref="JsonRecord.Field"/>; false at the end of the record.
    /// </summary>
    /// <exception cref="EventDataException">A field is missing or there twice, or unknown where that is not allowed.</exception>
    public bool Next(ref JsonRecord record)
    {
        while (true)
        {
            Advance();
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                CheckMissing(record);
                return false;
            }

            var field = record.Fields.Find(ref _json, record.Field + 1);
            if (field >= 0)
            {
                if (record.HasSeen(field))
                {
                    throw Fail("The field is there twice.");
                }

                record.See(field);
                Advance();
                return true;
            }

            if (_reading == JsonReading.Strict)
            {
                throw Fail("There is no such field.");
            }

            Skip();
        }
    }

    /// <summary>Reads a list into an array.</summary>
    /// <param name="read">Reads one item.</param>
    public TItem[] ReadList<TItem>(JsonRead<TItem> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Expect(JsonTokenType.StartArray, "A list");
        var items = new ItemBuffer<TItem>();
        Advance();
        while (_json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref this));
            Advance();
        }

        return items.TakeArray();
    }

    /// <summary>Reads a map.</summary>
    /// <param name="read">Reads one value.</param>
    /// <exception cref="EventDataException">A key is there twice.</exception>
    public Dictionary<string, TValue> ReadMap<TValue>(JsonRead<TValue> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Expect(JsonTokenType.StartObject, "An object");
        var values = new Dictionary<string, TValue>(StringComparer.Ordinal);
        Advance();
        while (_json.TokenType != JsonTokenType.EndObject)
        {
            var key = Unescaped();
            if (values.ContainsKey(key))
            {
                throw Fail("The key is there twice.");
            }

            Advance();
            values.Add(key, read(ref this));
            Advance();
        }

        return values;
    }

    /// <summary>Makes sure that nothing follows the value.</summary>
    internal void End()
    {
        try
        {
            _json.Read();
        }
        catch (JsonException malformed)
        {
            throw Malformed(malformed);
        }
    }

    private readonly void CheckMissing(in JsonRecord record)
    {
        for (var field = 0; field < record.Fields.Count; field++)
        {
            if (!record.HasSeen(field) && !record.Fields.IsOptional(field))
            {
                throw Fail("The field is missing.", record.Fields.NameOf(field));
            }
        }
    }
}
