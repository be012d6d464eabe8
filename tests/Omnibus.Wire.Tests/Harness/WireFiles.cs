using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Omnibus.Core.Tests.Encodings;
using Omnibus.Schemas;

namespace Omnibus.Wire.Tests;

/// <summary>One entry of a broker, as the wire data shows it. Fields are in the order in which they stand.</summary>
public sealed record WireEntry(string Topic, byte[]? Key, byte[] Body, List<(string Name, byte[] Value)> Fields)
{
    public string Type => Text("type");

    /// <summary>The data alone.</summary>
    public byte[] Data => Key is null ? Body : Body[5..];

    public string Text(string attribute) =>
        Encoding.UTF8.GetString(Fields.First(field => field.Name == attribute || field.Name == $"ce_{attribute}").Value);
}

/// <summary>An event of the catalogue.</summary>
public sealed record CatalogueEvent(string Type, string Schema, string SchemaString);

/// <summary>An odd entry and what Python makes of it.</summary>
public sealed record OddEntry(string Case, List<(string Name, byte[] Value)> Fields, string? Redis);

/// <summary>Reads the wire data of Open edX.</summary>
internal static partial class WireFiles
{
    public static IEnumerable<WireEntry> Redis()
    {
        var topic = "";
        List<(string Name, byte[] Value)>? fields = null;
        foreach (var line in WireData.Lines("redis-raw.txt").Append("STREAM end"))
        {
            if ((line.StartsWith("STREAM", StringComparison.Ordinal) || line.StartsWith("  ENTRY", StringComparison.Ordinal)) && fields is { Count: > 0 })
            {
                yield return new WireEntry(topic, null, fields.Single(field => field.Name == "event_data").Value, fields);
                fields = null;
            }

            if (line.StartsWith("STREAM", StringComparison.Ordinal))
            {
                topic = line.Split(' ')[1];
            }
            else if (line.StartsWith("  ENTRY", StringComparison.Ordinal))
            {
                fields = [];
            }
            else if (Field().Match(line) is { Success: true } field)
            {
                fields!.Add((Encoding.UTF8.GetString(Convert.FromHexString(field.Groups["name"].Value)), Convert.FromHexString(field.Groups["value"].Value)));
            }
        }
    }

    public static IEnumerable<WireEntry> Kafka()
    {
        var topic = "";
        byte[] key = [], body = [];
        List<(string Name, byte[] Value)>? fields = null;
        foreach (var line in WireData.Lines("kafka-raw.txt").Append("TOPIC end"))
        {
            if ((line.StartsWith("TOPIC", StringComparison.Ordinal) || line.StartsWith("  MESSAGE", StringComparison.Ordinal)) && fields is { Count: > 0 })
            {
                yield return new WireEntry(topic, key, body, fields);
                fields = null;
            }

            if (line.StartsWith("TOPIC", StringComparison.Ordinal))
            {
                topic = line.Split(' ')[1];
            }
            else if (line.StartsWith("  MESSAGE", StringComparison.Ordinal))
            {
                fields = [];
            }
            else if (line.Trim().Split('=', 2) is ["key_hex", var keyHex])
            {
                key = Convert.FromHexString(keyHex.Trim());
            }
            else if (line.Trim().Split('=', 2) is ["value_hex", var bodyHex])
            {
                body = Convert.FromHexString(bodyHex.Trim());
            }
            else if (Header().Match(line) is { Success: true } header)
            {
                fields!.Add((header.Groups["name"].Value, Convert.FromHexString(header.Groups["value"].Value)));
            }
        }
    }

    public static CatalogueEvent Catalogue(string type)
    {
        using var catalogue = WireData.Read("catalogue.json");
        var entry = catalogue.RootElement.EnumerateArray().Single(one => one.GetProperty("event_type").GetString() == type);
        return new CatalogueEvent(
            type, entry.GetProperty("schema").GetRawText(), entry.GetProperty("schema_string").GetString()!);
    }

    public static IReadOnlyList<OddEntry> Hostile()
    {
        using var odd = WireData.Read("hostile.json");
        return
        [
            .. odd.RootElement.EnumerateArray().Select(one => new OddEntry(
                one.GetProperty("case").GetString()!,
                [.. one.GetProperty("fields").EnumerateArray().Select(field => (field.GetProperty("name").GetString()!, Convert.FromHexString(field.GetProperty("value_hex").GetString()!)))],
                one.TryGetProperty("redis", out var verdict) ? verdict.GetString() : null)),
        ];
    }

    /// <summary>The key path that an entry was written with: that of the vector which it is.</summary>
    public static string KeyPathOf(WireEntry entry)
    {
        foreach (var name in WireData.Names("vectors").Where(name => char.IsAsciiDigit(name[0]) && !name.StartsWith("009", StringComparison.Ordinal)))
        {
            using var vector = WireData.Read($"vectors/{name}");
            if (vector.RootElement.GetProperty("metadata").GetProperty("id").GetString() == entry.Text("id"))
            {
                return vector.RootElement.GetProperty("event_key_field").GetString()!;
            }
        }

        throw new InvalidOperationException($"No vector is the entry {entry.Text("id")}.");
    }

    /// <summary>The text at a key path.</summary>
    public static string? KeyOf(CatalogueEvent event_, string path, byte[] data)
    {
        var json = new ArrayBufferWriter<byte>();
        AvroData.WriteJson(new AvroEngine().Parse(event_.Schema).Root, data, json);
        using var document = JsonDocument.Parse(json.WrittenMemory);
        return path.Split('.').Aggregate(document.RootElement, (element, name) => element.GetProperty(name)).GetString();
    }

    [GeneratedRegex(@"name_hex=(?<name>[0-9a-f]*)\s+value_hex=(?<value>[0-9a-f]*)")]
    private static partial Regex Field();

    [GeneratedRegex(@"^\s+header (?<name>\S+)\s+hex=(?<value>[0-9a-f]*)")]
    private static partial Regex Header();
}
