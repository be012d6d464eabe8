using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Omnibus.Encodings;

namespace Omnibus;

/// <summary>Writes one value with a writer: the method of a nested record, or a lambda over one of the writer's methods.</summary>
public delegate void JsonWrite<in TValue>(JsonEventWriter writer, TValue value);

/// <summary>
/// Writes the JSON of one event. The values of a record are written in the order of its fields and take their names from there. A codec uses it
/// inside the call that it got it in, on that thread, and keeps no reference to it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A Utf8JsonWriter over a buffer in memory holds nothing that must be given back.")]
public sealed partial class JsonEventWriter
{
    /// <summary>How deep records, lists and maps may lie in one another, writing and reading.</summary>
    internal const int MaxDepth = 64;

    /// <summary>Escapes what JSON needs escaped and little more: the text is no part of a web page.</summary>
    internal static readonly JavaScriptEncoder Encoder = JsonTextEncoder.Instance;

    private readonly JsonFrame[] _frames = new JsonFrame[MaxDepth];
    private readonly Utf8JsonWriter _json;
    private int _depth;

    /// <summary>Begins a record: one value for each of its fields must follow, and <see cref="EndRecord"/>.</summary>
    /// <param name="fields">The record's fields.</param>
    /// <param name="value">The record; null is written as such where the field is optional.</param>
    /// <returns>Whether there is a record, whose fields are to be written.</returns>
    /// <exception cref="EventDataException">The record is null in a field that needs a value, or records lie too deep in one another.</exception>
    public bool BeginRecord<TRecord>(JsonFields fields, [NotNullWhen(true)] TRecord? value)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (!Begin(value))
        {
            return false;
        }

        Push(fields);
        _json.WriteStartObject();
        return true;
    }

    /// <summary>Ends a record.</summary>
    /// <exception cref="InvalidOperationException">Not each field was written: the codec is wrong.</exception>
    public void EndRecord()
    {
        var frame = Pop();
        if (frame.Next != frame.Fields?.Count)
        {
            throw new InvalidOperationException($"The codec wrote {frame.Next} of the {frame.Fields?.Count} fields of a record.");
        }

        _json.WriteEndObject();
    }

    /// <summary>Writes a list.</summary>
    /// <param name="values">The items; null is written as such where the field is optional.</param>
    /// <param name="write">Writes one item.</param>
    /// <exception cref="EventDataException">The list is null in a field that needs a value, or an item cannot be written.</exception>
    public void WriteList<TItem>(IReadOnlyList<TItem>? values, JsonWrite<TItem> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (!Begin(values))
        {
            return;
        }

        Push(null);
        _json.WriteStartArray();
        for (var index = 0; index < values.Count; index++)
        {
            write(this, values[index]);
        }

        _json.WriteEndArray();
        Pop();
    }

    /// <summary>Writes a map, its keys in the order of their code points.</summary>
    /// <param name="values">The entries; null is written as such where the field is optional.</param>
    /// <param name="write">Writes one value.</param>
    /// <exception cref="EventDataException">The map is null in a field that needs a value, or an entry cannot be written.</exception>
    public void WriteMap<TValue>(IReadOnlyDictionary<string, TValue>? values, JsonWrite<TValue> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (!Begin(values))
        {
            return;
        }

        Push(null);
        _json.WriteStartObject();
        using (var entries = SortedEntries<TValue>.Of(values))
        {
            foreach (ref readonly var entry in entries.Span)
            {
                ref var frame = ref _frames[_depth - 1];
                frame.Key = entry.Key;
                frame.Next = 1; // so that a problem with the key itself has the key in its path
                _json.WritePropertyName(WellFormed(entry.Key));
                write(this, entry.Value);
            }
        }

        _json.WriteEndObject();
        Pop();
    }

    private void Push(JsonFields? fields)
    {
        if (_depth == MaxDepth)
        {
            throw Fail($"Values may lie at most {MaxDepth} levels deep.");
        }

        _frames[_depth++] = new JsonFrame(fields);
    }

    private JsonFrame Pop()
    {
        var frame = _frames[--_depth];
        _frames[_depth] = default;
        return frame;
    }

    private EventDataException Fail(string problem)
    {
        var path = new FieldPath();
        foreach (ref readonly var frame in _frames.AsSpan(0, _depth))
        {
            if (frame.Next == 0)
            {
                break;
            }

            _ = frame.Fields is { } fields ? path.Add(fields.NameOf(frame.Next - 1)) : frame.Key is { } key ? path.Add(key) : path.Add(frame.Next - 1);
        }

        return new EventDataException(path.ToString(), problem);
    }
}
