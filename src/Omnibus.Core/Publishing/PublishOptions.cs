namespace Omnibus;

/// <summary>What should differ from the defaults for one publication.</summary>
public sealed record PublishOptions
{
    /// <summary>The key, in place of the one at the route's key path.</summary>
    public string? Key { get; init; }

    /// <summary>The event's id; the default is a new one.</summary>
    public string? Id { get; init; }

    /// <summary>When it happened; the default is now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What it is about, within the source.</summary>
    public string? Subject { get; init; }

    /// <summary>Further attributes: names of lower-case letters and digits.</summary>
    public IReadOnlyDictionary<string, string>? Extensions { get; init; }

    /// <summary>What becomes of an exception of a handler that was registered with <c>HandleLocally</c>.</summary>
    public LocalFailures LocalFailures { get; init; }
}
