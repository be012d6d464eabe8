using System.Text;
using System.Text.RegularExpressions;
using Omnibus.OpenEdx.Tests.Shared;

namespace Omnibus.OpenEdx.Tests.Wire;

/// <summary>A record exactly as a broker holds it, written by a Python producer.</summary>
internal sealed partial record RawRecord(string Topic, IReadOnlyList<(string Name, string Hex)> Fields, string? Key, string Body)
{
    private const string Prefix = "dev-";

    public static IReadOnlyList<RawRecord> OfRedis()
    {
        var records = new List<RawRecord>();
        var topic = "";
        foreach (var line in File.ReadLines(SharedFiles.Require("redis-raw.txt")))
        {
            if (line.StartsWith("STREAM ", StringComparison.Ordinal))
            {
                topic = line["STREAM ".Length..][Prefix.Length..];
            }
            else if (line.StartsWith("  ENTRY ", StringComparison.Ordinal))
            {
                records.Add(new RawRecord(topic, [], null, ""));
            }
            else if (RedisField().Match(line) is { Success: true } field)
            {
                var record = records[^1];
                var (name, hex) = (field.Groups[1].Value, field.Groups[2].Value);
                records[^1] = record with { Fields = [.. record.Fields, (name, hex)], Body = name == "event_data" ? hex : record.Body };
            }
        }

        return records;
    }

    public static IReadOnlyList<RawRecord> OfKafka()
    {
        var records = new List<RawRecord>();
        var topic = "";
        foreach (var line in File.ReadLines(SharedFiles.Require("kafka-raw.txt")))
        {
            if (line.StartsWith("TOPIC ", StringComparison.Ordinal))
            {
                topic = line.Split(' ')[1][Prefix.Length..];
            }
            else if (line.StartsWith("  MESSAGE ", StringComparison.Ordinal))
            {
                records.Add(new RawRecord(topic, [], null, ""));
            }
            else if (line.Trim().Split('=') is [var name, var hex] && name is ("key_hex" or "value_hex"))
            {
                records[^1] = name == "key_hex" ? records[^1] with { Key = hex } : records[^1] with { Body = hex };
            }
            else if (KafkaHeader().Match(line) is { Success: true } header)
            {
                records[^1] = records[^1] with { Fields = [.. records[^1].Fields, (header.Groups[1].Value, header.Groups[2].Value)] };
            }
        }

        return records;
    }

    /// <summary>The text of a field.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(Convert.FromHexString(Fields.Single(field => field.Name == name).Hex));

    [GeneratedRegex(@"^ {4}(\S+) +name_hex=[0-9a-f]+ +value_hex=([0-9a-f]*)")]
    private static partial Regex RedisField();

    [GeneratedRegex(@"^ {4}header (\S+) +hex=([0-9a-f]*)")]
    private static partial Regex KafkaHeader();
}
