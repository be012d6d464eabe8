using System.Buffers.Binary;
using System.Text.Json;

namespace Omnibus.Schemas;

/// <summary>Goes through data in Avro by its schema, and writes what it meets as JSON where that is asked for.</summary>
/// <param name="data">The data.</param>
/// <param name="json">Gets the JSON; null: the data is only gone through.</param>
internal ref partial struct AvroDataReader(ReadOnlySpan<byte> data, Utf8JsonWriter? json)
{
    /// <summary>How many items may take no bytes at all, over the whole data.</summary>
    private const int MostEmptyItems = 1024;

    private readonly List<object> _path = [];
    private ReadOnlySpan<byte> _rest = data;
    private long _items = data.Length + MostEmptyItems;
    private int _depth;

    /// <summary>Reads all of the data.</summary>
    /// <exception cref="EventDataException">It is not of the type.</exception>
    public void Read(AvroType type)
    {
        Value(type);
        if (_rest.Length > 0)
        {
            throw Fail($"{_rest.Length} bytes are left over behind the data.");
        }
    }

    private void Value(AvroType type)
    {
        switch (type.Kind)
        {
            case AvroKind.Null:
                json?.WriteNullValue();
                break;
            case AvroKind.Boolean:
                var truth = Take(1)[0] != 0;
                json?.WriteBooleanValue(truth);
                break;
            case AvroKind.Int:
                var number = Number();
                number = number is >= int.MinValue and <= int.MaxValue ? number : throw Fail("The number is out of the range of 32-bit integers.");
                json?.WriteNumberValue(number);
                break;
            case AvroKind.Long:
                var large = Number();
                json?.WriteNumberValue(large);
                break;
            case AvroKind.Float:
                var single = BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
                WriteNumber(single, float.IsFinite(single));
                break;
            case AvroKind.Double:
                var real = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
                WriteNumber(real);
                break;
            case AvroKind.Bytes:
                var bytes = Take(Length());
                json?.WriteBase64StringValue(bytes);
                break;
            case AvroKind.Fixed:
                var raw = Take(type.Size);
                json?.WriteBase64StringValue(raw);
                break;
            case AvroKind.String:
                var text = Text();
                json?.WriteStringValue(text);
                break;
            case AvroKind.Enum:
                var place = Number();
                var symbol = place >= 0 && place < type.Symbols.Count ? type.Symbols[(int)place] : throw NoBranch("symbol", place);
                json?.WriteStringValue(symbol);
                break;
            default:
                Inside(type);
                break;
        }
    }

    private void Inside(AvroType type)
    {
        if (++_depth > JsonEventWriter.MaxDepth)
        {
            throw Fail($"Values may lie at most {JsonEventWriter.MaxDepth} levels deep.");
        }

        switch (type.Kind)
        {
            case AvroKind.Record:
                Record(type);
                break;
            case AvroKind.Array:
                Array(type.Item!);
                break;
            case AvroKind.Map:
                Map(type.Item!);
                break;
            default:
                Union(type);
                break;
        }

        _depth--;
    }

    private void Record(AvroType type)
    {
        json?.WriteStartObject();
        foreach (var field in type.Fields)
        {
            json?.WritePropertyName(field.Name);
            _path.Add(field.Name);
            Value(field.Type);
            _path.RemoveAt(_path.Count - 1);
        }

        json?.WriteEndObject();
    }

    private void Array(AvroType item)
    {
        json?.WriteStartArray();
        var index = 0;
        for (var left = Block(); left > 0; left = Block())
        {
            for (; left > 0; left--)
            {
                _path.Add(index++);
                Value(item);
                _path.RemoveAt(_path.Count - 1);
            }
        }

        json?.WriteEndArray();
    }

    private void Map(AvroType value)
    {
        json?.WriteStartObject();
        for (var left = Block(); left > 0; left = Block())
        {
            for (; left > 0; left--)
            {
                var key = Text();
                json?.WritePropertyName(key);
                _path.Add(json is null ? "" : System.Text.Encoding.UTF8.GetString(key));
                Value(value);
                _path.RemoveAt(_path.Count - 1);
            }
        }

        json?.WriteEndObject();
    }

    private void Union(AvroType type)
    {
        var place = Number();
        if (place < 0 || place >= type.Branches.Count)
        {
            throw NoBranch("branch", place);
        }

        var branch = type.Branches[(int)place];
        if (branch.Kind == AvroKind.Null || type.IsOptional)
        {
            Value(branch);
            return;
        }

        json?.WriteStartObject();
        json?.WritePropertyName(branch.Name);
        Value(branch);
        json?.WriteEndObject();
    }

    private readonly void WriteNumber(float value, bool isFinite)
    {
        if (isFinite)
        {
            json?.WriteNumberValue(value);
        }
        else
        {
            WriteNumber(value);
        }
    }

    private readonly void WriteNumber(double value)
    {
        if (double.IsFinite(value))
        {
            json?.WriteNumberValue(value);
        }
        else
        {
            json?.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }
}
