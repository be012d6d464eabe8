using System.Buffers;
using System.Buffers.Binary;
using Omnibus.Encodings;

namespace Omnibus.Schemas;

/// <summary>Makes data in Avro of JSON, by its schema. The reader stands at the value's beginning, and is left at its end.</summary>
internal static class AvroDataWriter
{
    public static void Write(ref JsonEventReader json, AvroType type, IBufferWriter<byte> output)
    {
        switch (type.Kind)
        {
            case AvroKind.Null:
                _ = json.TryReadNull() ? true : throw json.Fail("null is expected here.");
                break;
            case AvroKind.Boolean:
                output.Write([json.ReadBoolean() ? (byte)1 : (byte)0]);
                break;
            case AvroKind.Int:
                WriteNumber(output, json.ReadInt32());
                break;
            case AvroKind.Long:
                WriteNumber(output, json.ReadInt64());
                break;
            case AvroKind.Float:
                BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(sizeof(float)), Single(ref json));
                output.Advance(sizeof(float));
                break;
            case AvroKind.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), json.ReadDouble());
                output.Advance(sizeof(double));
                break;
            case AvroKind.Bytes:
                WriteBytes(output, json.ReadBytes());
                break;
            case AvroKind.Fixed:
                var bytes = json.ReadBytes();
                output.Write(bytes.Length == type.Size ? bytes : throw json.Fail($"{type.Size} bytes in base64 are expected here."));
                break;
            case AvroKind.String:
                WriteText(output, json.ReadText());
                break;
            case AvroKind.Enum:
                WriteSymbol(ref json, type, output);
                break;
            case AvroKind.Record:
                WriteRecord(ref json, type, output);
                break;
            case AvroKind.Array:
                WriteArray(ref json, type.Item!, output);
                break;
            case AvroKind.Map:
                WriteMap(ref json, type.Item!, output);
                break;
            default:
                WriteUnion(ref json, type, output);
                break;
        }
    }

    private static float Single(ref JsonEventReader json)
    {
        var value = json.ReadDouble();
        return float.IsInfinity((float)value) && double.IsFinite(value)
            ? throw json.Fail("The number is out of the range of 32-bit floating point.")
            : (float)value;
    }

    private static void WriteSymbol(ref JsonEventReader json, AvroType type, IBufferWriter<byte> output)
    {
        var symbol = json.ReadText();
        var place = type.Symbols.ToList().IndexOf(symbol);
        WriteNumber(output, place >= 0 ? place : throw json.Fail($"One of {string.Join(", ", type.Symbols)} is expected here."));
    }

    /// <summary>JSON has fields in any order, Avro in one: each is written by itself and put in its place.</summary>
    private static void WriteRecord(ref JsonEventReader json, AvroType type, IBufferWriter<byte> output)
    {
        if (type.Fields.Count > JsonFields.MaxCount)
        {
            throw json.Fail($"Records of more than {JsonFields.MaxCount} fields have no text form.");
        }

        var fields = new ReadOnlyMemory<byte>?[type.Fields.Count];
        var record = json.BeginRecord(type.JsonFields);
        while (json.Next(ref record))
        {
            var value = new ArrayBufferWriter<byte>();
            Write(ref json, type.Fields[record.Field].Type, value);
            fields[record.Field] = value.WrittenMemory;
        }

        for (var field = 0; field < fields.Length; field++)
        {
            if (fields[field] is { } value)
            {
                output.Write(value.Span);
            }
            else
            {
                WriteNumber(output, type.Fields[field].Type.NullBranch); // what may be left out may be null
            }
        }
    }

    private static void WriteArray(ref JsonEventReader json, AvroType item, IBufferWriter<byte> output) =>
        WriteBlock(output, json.ReadList((ref JsonEventReader json) => One(ref json, item)));

    private static void WriteMap(ref JsonEventReader json, AvroType value, IBufferWriter<byte> output)
    {
        var entries = json.ReadMap((ref JsonEventReader json) => One(ref json, value));
        WriteBlock(output, [.. entries.OrderBy(entry => entry.Key, Comparer<string>.Create(CodePoints.Compare)).Select(entry =>
        {
            var bytes = new ArrayBufferWriter<byte>();
            WriteText(bytes, entry.Key);
            bytes.Write(entry.Value);
            return bytes.WrittenSpan.ToArray();
        })]);
    }

    private static void WriteUnion(ref JsonEventReader json, AvroType type, IBufferWriter<byte> output)
    {
        var none = type.NullBranch;
        if (json.TryReadNull() && none >= 0)
        {
            WriteNumber(output, none);
            return;
        }

        if (type.IsOptional)
        {
            WriteNumber(output, 1 - none);
            Write(ref json, type.Branches[1 - none], output);
            return;
        }

        var branches = new JsonFields([.. type.Branches.Select(branch => $"{branch.Name}?")]);
        var record = json.BeginRecord(branches);
        var problem = json.Fail("An object with one member is expected here, which names the branch of the union.");
        if (!json.Next(ref record))
        {
            throw problem;
        }

        WriteNumber(output, record.Field);
        Write(ref json, type.Branches[record.Field], output);
        if (json.Next(ref record))
        {
            throw problem;
        }
    }

    private static byte[] One(ref JsonEventReader json, AvroType type)
    {
        var value = new ArrayBufferWriter<byte>();
        Write(ref json, type, value);
        return value.WrittenSpan.ToArray();
    }

    /// <summary>One block with a positive count and an empty one behind it, as Python writes it.</summary>
    private static void WriteBlock(IBufferWriter<byte> output, byte[][] items)
    {
        if (items.Length > 0)
        {
            WriteNumber(output, items.Length);
            foreach (var item in items)
            {
                output.Write(item);
            }
        }

        WriteNumber(output, 0);
    }

    private static void WriteText(IBufferWriter<byte> output, string text) => WriteBytes(output, System.Text.Encoding.UTF8.GetBytes(text));

    private static void WriteBytes(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        WriteNumber(output, bytes.Length);
        output.Write(bytes);
    }

    internal static void WriteNumber(IBufferWriter<byte> output, long value)
    {
        var rest = (ulong)(value << 1) ^ (ulong)(value >> 63);
        var span = output.GetSpan(10);
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[length++] = (byte)(rest | 0x80);
        }

        span[length++] = (byte)rest;
        output.Advance(length);
    }
}
