namespace Omnibus.Encodings;

/// <summary>The attributes that are the same for every event of a route.</summary>
internal sealed record RouteAttributes
{
    /// <summary>The attributes of one event that is published with the metadata that it has.</summary>
    public static RouteAttributes Of(EventMetadata metadata) => new()
    {
        Type = metadata.Type,
        Source = metadata.Source,
        ContentType = metadata.DataContentType ?? ContentTypes.Avro,
        MinorVersion = metadata.MinorVersion,
        SourceHost = metadata.SourceHost,
        SourceLib = metadata.SourceLib,
    };

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>Who makes the events.</summary>
    public required string Source { get; init; }

    /// <summary>The encoding of the body. Avro is what readers take for granted and is written only where the wire format says so.</summary>
    public required string ContentType { get; init; }

    /// <summary>The minor version of the type.</summary>
    public int MinorVersion { get; init; }

    /// <summary>The host that the events are made on.</summary>
    public string? SourceHost { get; init; }

    /// <summary>The version of the library that makes them, numbers joined by dots.</summary>
    public string? SourceLib { get; init; }
}
