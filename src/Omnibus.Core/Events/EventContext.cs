using Omnibus.Drivers;

namespace Omnibus;

/// <summary>
/// Where an event came from. Valid until its handler has finished, then reused for the next event: keep <see cref="Metadata"/> or single values,
/// never the context. A test makes one with an object initializer.
/// </summary>
public sealed class EventContext
{
    private EventMetadata? _metadata;
    private IMetadataSource? _source;
    private string? _key;

    /// <summary>The CloudEvents attributes. Read from the record on first use.</summary>
    public EventMetadata Metadata
    {
        get => _metadata ??= _source?.ReadMetadata() ?? throw new InvalidOperationException("This context was made without metadata.");
        init => _metadata = value;
    }

    /// <summary>The topic, without the configured prefix.</summary>
    public string Topic { get; set => field = value ?? ""; } = "";

    /// <summary>The partition.</summary>
    public int Partition { get; set; }

    /// <summary>The place in the partition.</summary>
    public Position Position { get; set; }

    /// <summary>The key as text; null where the record has none.</summary>
    public string? Key
    {
        get => _key ??= _source?.ReadKey();
        init => _key = value;
    }

    /// <summary>The consumer group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The consumer's name in configuration.</summary>
    public string Consumer { get; init; } = "";

    /// <summary>
    /// The event was published in this process just now and comes from no bus: <see cref="Topic"/>, <see cref="Partition"/> and <see cref="Position"/> say nothing.
    /// </summary>
    public bool IsLocal { get; init; }

    /// <summary>Which try this is, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>How often the event was a dead letter and came back to this group; 0 for one that never was.</summary>
    public int Redrives { get; set; }

    /// <summary>Points the context at another record.</summary>
    internal void Reset(IMetadataSource source, string topic, int partition, Position position)
    {
        _source = source;
        _metadata = null;
        _key = null;
        Topic = topic;
        Partition = partition;
        Position = position;
        Attempt = 1;
    }
}

/// <summary>Reads what a context is asked for, from the record it points at.</summary>
internal interface IMetadataSource
{
    EventMetadata ReadMetadata();

    string? ReadKey();
}
