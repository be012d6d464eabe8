namespace Omnibus.Recovery;

/// <summary>Which dead letters an operator means.</summary>
internal sealed record LetterSelection
{
    /// <summary>Redriving so often is enough: what fails every time would go in circles.</summary>
    public const int DefaultMostRedrives = 3;

    public string? Type { get; init; }

    public string? Reason { get; init; }

    /// <summary>One of the handlers that failed.</summary>
    public string? Handler { get; init; }

    public string? Id { get; init; }

    /// <summary>Became a dead letter then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Became a dead letter before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only so many, the oldest.</summary>
    public int? Count { get; init; }

    /// <summary>Whether it means some letters and not just all of them.</summary>
    public bool IsNarrow => Type is not null || Reason is not null || Handler is not null || Id is not null || Since is not null || Until is not null || Count is not null;

    public IReadOnlyList<DeadLetter> Of(IReadOnlyList<DeadLetter> letters)
    {
        var chosen = letters.Where(Has);
        return [.. Count is { } count ? chosen.OrderBy(static letter => letter.Time).Take(count) : chosen];
    }

    private bool Has(DeadLetter letter) =>
        (Type is null || letter.Type == Type)
        && (Reason is null || string.Equals(letter.Reason, Reason, StringComparison.OrdinalIgnoreCase))
        && (Handler is null || letter.Handler.Split(',').Contains(Handler))
        && (Id is null || letter.Id == Id)
        && (Since is null || letter.Time >= Since)
        && (Until is null || letter.Time < Until);
}
