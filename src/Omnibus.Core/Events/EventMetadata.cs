using System.Collections.Frozen;

namespace Omnibus;

/// <summary>The CloudEvents 1.0 attributes of an event. A snapshot: it may be kept.</summary>
public sealed record EventMetadata
{
    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>The event's id: with <see cref="Source"/> it names the event for ever.</summary>
    public required string Id { get; init; }

    /// <summary>Who made it, a URI reference.</summary>
    public required string Source { get; init; }

    /// <summary>When it happened. Travels in UTC, to the microsecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it is about, within the source.</summary>
    public string? Subject { get; init; }

    /// <summary>The encoding of the data; null means Avro.</summary>
    public string? DataContentType { get; init; }

    /// <summary>Names the writer's schema.</summary>
    public string? DataSchema { get; init; }

    /// <summary>The key as text (<c>partitionkey</c>).</summary>
    public string? PartitionKey { get; init; }

    /// <summary>The minor version of the type.</summary>
    public int MinorVersion { get; init; }

    /// <summary>The host that it was made on.</summary>
    public string? SourceHost { get; init; }

    /// <summary>The version of the library that made it, numbers joined by dots.</summary>
    public string? SourceLib { get; init; }

    /// <summary>The W3C trace parent.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The W3C trace state.</summary>
    public string? TraceState { get; init; }

    /// <summary>All other attributes, by name.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = FrozenDictionary<string, string>.Empty;
}
