namespace Omnibus.Configuration;

/// <summary>How publishing behaves for every route.</summary>
internal sealed record PublishingDefaults
{
    public TimeSpan Timeout { get; init; } = Defaults.PublishTimeout;

    /// <summary>The most records that wait for one transport.</summary>
    public int QueueRecords { get; init; } = Defaults.QueueRecords;

    /// <summary>The most bytes that wait for one transport.</summary>
    public long QueueBytes { get; init; } = Defaults.QueueBytes;
}
