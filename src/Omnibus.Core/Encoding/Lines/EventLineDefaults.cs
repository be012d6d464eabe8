namespace Omnibus.Encodings;

/// <summary>What a line of text need not say. A missing id is made anew, a missing time is now.</summary>
/// <param name="Source">The source of events that name none.</param>
/// <param name="Time">The clock.</param>
internal sealed record EventLineDefaults(string Source, TimeProvider Time)
{
    /// <summary>The type of events that name none; null: they must.</summary>
    public string? Type { get; init; }
}
