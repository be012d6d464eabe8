namespace Omnibus.Configuration;

/// <summary>One way out of an event: an entry of <c>Omnibus:Publish</c>, or the implicit one of a type.</summary>
internal sealed record RouteConfiguration(string Name, string EventType)
{
    public required string Topic { get; init; }

    /// <summary>The key path; null: no key.</summary>
    public string? Key { get; init; }

    public required string Transport { get; init; }

    public bool Enabled { get; init; } = true;
}
