using System.Text;
using System.Text.Json;

namespace Omnibus.Encodings;

/// <summary>
/// Finds the path of the field at an offset of Avro binary, by walking through the bytes with the schema: only after a failure, so that reading and
/// writing need not keep track. The bytes before the offset are known to be good.
/// </summary>
internal ref struct AvroPlace
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _offset;
    private readonly Dictionary<string, JsonElement> _records = [];
    private readonly List<string> _path = [];
    private int _place;

    private AvroPlace(ReadOnlySpan<byte> data, int offset)
    {
        _data = data;
        _offset = offset;
    }

    public static string Find(EventSchema schema, ReadOnlySpan<byte> data, int offset)
    {
        using var text = JsonDocument.Parse(schema.Text);
        var place = new AvroPlace(data, offset);
        place.Learn(text.RootElement);
        return place.IsIn(text.RootElement) ? string.Concat(place._path).TrimStart('.') : "";
    }

    private readonly bool IsHere => _place >= _offset;

    /// <summary>Whether the offset lies in a value of this type; otherwise the value is passed over.</summary>
    private bool IsIn(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.Array => IsHere || IsIn(type[(int)ReadNumber()]),
        JsonValueKind.String => _records.TryGetValue(type.GetString()!, out var record) ? IsInRecord(record) : IsInPrimitive(type.GetString()!),
        _ => type.GetProperty("type").GetString() switch
        {
            "record" => IsInRecord(type),
            "array" => IsInBlocks(type.GetProperty("items"), keyed: false),
            "map" => IsInBlocks(type.GetProperty("values"), keyed: true),
            var primitive => IsInPrimitive(primitive!),
        },
    };

    /// <summary>Remembers the records of the schema: one may be named where no data stood at the place of its definition.</summary>
    private readonly void Learn(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.Array)
        {
            foreach (var branch in type.EnumerateArray())
            {
                Learn(branch);
            }
        }
        else if (type.ValueKind == JsonValueKind.Object)
        {
            if (type.TryGetProperty("items", out var inner) || type.TryGetProperty("values", out inner))
            {
                Learn(inner);
            }
            else if (type.TryGetProperty("fields", out var fields))
            {
                _records[type.GetProperty("name").GetString()!] = type;
                foreach (var field in fields.EnumerateArray())
                {
                    Learn(field.GetProperty("type"));
                }
            }
        }
    }

    private bool IsInRecord(JsonElement record)
    {
        foreach (var field in record.GetProperty("fields").EnumerateArray())
        {
            _path.Add($".{field.GetProperty("name").GetString()}");
            if (IsIn(field.GetProperty("type")))
            {
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    private bool IsInBlocks(JsonElement item, bool keyed)
    {
        var index = 0;
        while (!IsHere)
        {
            var count = ReadNumber();
            if (count == 0)
            {
                return false;
            }

            if (count < 0)
            {
                if (IsHere)
                {
                    return true;
                }

                count = -count;
                ReadNumber(); // the size of the block
            }

            for (; count > 0; count--)
            {
                if (keyed && IsHere)
                {
                    return true;
                }

                _path.Add(keyed ? $".{FieldPath.Short(ReadKey())}" : $"[{index++}]");
                if (IsIn(item))
                {
                    return true;
                }

                _path.RemoveAt(_path.Count - 1);
            }
        }

        return true;
    }

    private bool IsInPrimitive(string type)
    {
        if (type == "null")
        {
            return false;
        }

        if (IsHere)
        {
            return true;
        }

        switch (type)
        {
            case "boolean":
                _place++;
                break;
            case "float":
                _place += sizeof(float);
                break;
            case "double":
                _place += sizeof(double);
                break;
            case "string" or "bytes":
                var length = (int)ReadNumber();
                _place += length;
                break;
            default:
                ReadNumber();
                break;
        }

        return false;
    }

    private string ReadKey()
    {
        var length = (int)ReadNumber();
        _place += length;
        return Encoding.UTF8.GetString(_data.Slice(_place - length, length));
    }

    private long ReadNumber()
    {
        var bits = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = _data[_place++];
            bits |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)(bits >> 1) ^ -(long)(bits & 1);
            }
        }
    }
}
