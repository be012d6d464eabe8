namespace Omnibus.Encodings;

/// <summary>The attributes of one event that its route does not fix.</summary>
internal readonly struct EventHead
{
    /// <summary>An event that is published again: what the route fixes is taken from here instead, also where it is absent here.</summary>
    public EventMetadata? Kept { get; init; }

    /// <summary>The id, unless <see cref="IdText"/> is there.</summary>
    public Guid Id { get; init; }

    /// <summary>The id where it is not made here.</summary>
    public string? IdText { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>The key as text.</summary>
    public string? Key { get; init; }

    /// <summary>The encoding of the body, where it is not the route's.</summary>
    public string? ContentType { get; init; }

    /// <summary>The mark of the writer's schema.</summary>
    public string? DataSchema { get; init; }

    /// <summary>The W3C trace parent.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The W3C trace state.</summary>
    public string? TraceState { get; init; }

    /// <summary>All other attributes, by name.</summary>
    public IReadOnlyDictionary<string, string>? Extensions { get; init; }

    /// <summary>The head of an event that is published again with its metadata and the body that it had.</summary>
    public static EventHead Of(EventMetadata metadata) => new()
    {
        Kept = metadata,
        IdText = metadata.Id,
        Time = metadata.Time,
        Subject = metadata.Subject,
        Key = metadata.PartitionKey,
        ContentType = metadata.DataContentType ?? ContentTypes.Avro,
        DataSchema = metadata.DataSchema,
        TraceParent = metadata.TraceParent,
        TraceState = metadata.TraceState,
        Extensions = metadata.Extensions,
    };
}
