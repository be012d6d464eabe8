namespace Campus.Service;

/// <summary>What <c>GET /totals</c> answers.</summary>
/// <param name="ByType">How many different events, by type.</param>
/// <param name="Repeated">How many deliveries came again.</param>
/// <param name="MedianMilliseconds">The time from publish to the end of the handler that half of the events kept; null before the first.</param>
/// <param name="P99Milliseconds">The time that 99 of 100 kept.</param>
public sealed record TotalsSnapshot(IReadOnlyDictionary<string, long> ByType, long Repeated, double? MedianMilliseconds, double? P99Milliseconds)
{
    /// <summary>Nothing yet.</summary>
    public static TotalsSnapshot Empty { get; } = new(new Dictionary<string, long>(), 0, null, null);
}
