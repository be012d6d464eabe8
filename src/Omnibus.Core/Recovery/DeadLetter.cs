using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Pipeline;

namespace Omnibus.Recovery;

/// <summary>What a dead letter says of itself, without its data.</summary>
internal sealed record DeadLetter
{
    /// <summary>Where it lies in the topic of dead letters.</summary>
    public required int Partition { get; init; }

    /// <inheritdoc cref="Partition" />
    public required Position Position { get; init; }

    /// <summary>The topic that its record came from, without prefix.</summary>
    public required string Source { get; init; }

    public required string Group { get; init; }

    /// <summary>The event's type; empty where the record does not say.</summary>
    public required string Type { get; init; }

    public required string Id { get; init; }

    public required string Reason { get; init; }

    /// <summary>The handlers that failed, joined by commas; empty where none was reached.</summary>
    public required string Handler { get; init; }

    public string? Exception { get; init; }

    public int Attempts { get; init; }

    /// <summary>How often it was redriven before.</summary>
    public int Redrives { get; init; }

    /// <summary>When it became a dead letter.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Names it for ever, also where its topic is removed and made again.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"{Partition}/{Position}/{Time:O}");

    public static DeadLetter Of(Delivery delivery, WireReader reader, string source, string group) => new()
    {
        Partition = delivery.Partition,
        Position = delivery.Position,
        Source = source,
        Group = group,
        Type = reader.TryFindType(delivery, out var type) ? System.Text.Encoding.UTF8.GetString(type.Span) : "",
        Id = IdOf(delivery, reader),
        Reason = DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Reason) ?? "Unknown",
        Handler = DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Handler) ?? "",
        Exception = DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Exception),
        Attempts = NumberOf(delivery, DeadLetterHeaders.Attempts),
        Redrives = NumberOf(delivery, DeadLetterHeaders.Redrives),
        Time = DateTimeOffset.TryParse(
            DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Time), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : DateTimeOffset.FromUnixTimeMilliseconds(delivery.StoredAt ?? 0),
    };

    private static int NumberOf(Delivery delivery, string header) =>
        int.TryParse(DeadLetterHeaders.Find(delivery, header), CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A record that cannot be read may be a dead letter for that very reason.</summary>
    private static string IdOf(Delivery delivery, WireReader reader)
    {
        try
        {
            return reader.ReadMetadata(delivery).Id;
        }
        catch (EventDataException)
        {
            return "";
        }
    }
}
