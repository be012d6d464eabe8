using System.Buffers;
using System.Text.Json;

namespace Omnibus.Recovery;

/// <summary>
/// What operators write into a topic of dead letters, beside the letters: a log can only grow, so that a letter is settled by a record that says so.
/// An entry is an event with JSON data, and is read like any other event.
/// </summary>
/// <param name="Kind">What it says.</param>
/// <param name="Operator">Who wrote it: one run of one command.</param>
/// <param name="Action">What that run does, for people.</param>
internal sealed record DeadLetterEntry(DeadLetterEntryKind Kind, string Operator, string Action)
{
    private const string Prefix = "omnibus.dead-letters.";
    private const string Suffix = ".v1";

    /// <summary>The positions of the letters that are settled, in the partition of the entry.</summary>
    public IReadOnlyList<string> Letters { get; init; } = [];

    /// <summary>Other operators, which are taken to have ended.</summary>
    public IReadOnlyList<string> Replaces { get; init; } = [];

    /// <summary>When it was written.</summary>
    public DateTimeOffset Time { get; init; }

    public string Type => Prefix + KindText(Kind) + Suffix;

    /// <summary>The kind of entry that a type names; null: a record of this type is a dead letter.</summary>
    public static DeadLetterEntryKind? KindOf(string type) => type switch
    {
        Prefix + "began" + Suffix => DeadLetterEntryKind.Began,
        Prefix + "settled" + Suffix => DeadLetterEntryKind.Settled,
        Prefix + "ended" + Suffix => DeadLetterEntryKind.Ended,
        _ => null,
    };

    public byte[] Write()
    {
        var data = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            json.WriteString("operator", Operator);
            json.WriteString("action", Action);
            WriteList(json, "letters", Letters);
            WriteList(json, "replaces", Replaces);
            json.WriteEndObject();
        }

        return data.WrittenSpan.ToArray();
    }

    /// <exception cref="EventDataException">The data is not that of an entry.</exception>
    public static DeadLetterEntry Read(DeadLetterEntryKind kind, ReadOnlyMemory<byte> data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            var root = document.RootElement;
            return new DeadLetterEntry(kind, root.GetProperty("operator").GetString() ?? "", root.GetProperty("action").GetString() ?? "")
            {
                Letters = ReadList(root, "letters"),
                Replaces = ReadList(root, "replaces"),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new EventDataException("", "This is no entry of a topic of dead letters.", exception);
        }
    }

    private static string KindText(DeadLetterEntryKind kind) => kind switch
    {
        DeadLetterEntryKind.Began => "began",
        DeadLetterEntryKind.Settled => "settled",
        _ => "ended",
    };

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static List<string> ReadList(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(static text => text.GetString() ?? "")] : [];
}

/// <summary>What a <see cref="DeadLetterEntry"/> says.</summary>
internal enum DeadLetterEntryKind
{
    /// <summary>An operator works on the topic: no other should.</summary>
    Began,

    /// <summary>These letters of the same partition were redriven or dropped.</summary>
    Settled,

    /// <summary>The operator is done.</summary>
    Ended,
}
