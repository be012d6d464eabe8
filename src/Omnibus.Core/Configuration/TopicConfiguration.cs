namespace Omnibus.Configuration;

/// <summary>One entry of <c>Omnibus:Topics</c>.</summary>
internal sealed record TopicConfiguration(string Name)
{
    public int? Partitions { get; init; }

    public TimeSpan? Retention { get; init; }

    /// <summary>A missing topic is made on first use.</summary>
    public bool Create { get; init; } = true;
}
