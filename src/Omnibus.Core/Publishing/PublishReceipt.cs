using Omnibus.Drivers;

namespace Omnibus;

/// <summary>Where an event was stored.</summary>
public readonly struct PublishReceipt
{
    private readonly Guid _id;
    private readonly string? _idText;
    private readonly RouteOutcome _only;
    private readonly IReadOnlyList<RouteOutcome>? _routes;

    internal PublishReceipt(Guid id, string? idText, RouteOutcome route) => (_id, _idText, _only) = (id, idText, route);

    internal PublishReceipt(Guid id, string? idText, IReadOnlyList<RouteOutcome> routes) => (_id, _idText, _routes) = (id, idText, routes);

    /// <summary>A receipt, for tests of code that publishes.</summary>
    public PublishReceipt(string id, params IReadOnlyList<RouteOutcome> routes) => (_idText, _routes) = (id, routes);

    /// <summary>The event's id.</summary>
    public string Id => _idText ?? _id.ToString();

    /// <summary>The same event on these routes.</summary>
    internal PublishReceipt On(IReadOnlyList<RouteOutcome> routes) => new(_id, _idText, routes);

    /// <summary>One outcome for each enabled route; empty where every route is switched off.</summary>
    public IReadOnlyList<RouteOutcome> Routes => _routes ?? [_only];

    /// <summary>The outcome of the only route, or of the first one.</summary>
    /// <exception cref="InvalidOperationException">Every route is switched off.</exception>
    public RouteOutcome Route => _routes switch
    {
        null => _only,
        { Count: > 0 } routes => routes[0],
        _ => throw new InvalidOperationException("The event was published on no route: each one is switched off."),
    };
}

/// <summary>How it stands with one route of an event.</summary>
/// <param name="Route">The route's name in configuration, or the event's type for the implicit one.</param>
/// <param name="Transport">The transport's name.</param>
/// <param name="Topic">The topic, without prefix.</param>
/// <param name="State">Whether the event is stored.</param>
public readonly record struct RouteOutcome(string Route, string Transport, string Topic, RouteState State)
{
    /// <summary>The partition, if it is stored.</summary>
    public int Partition { get; init; }

    /// <summary>The place in the partition, if it is stored.</summary>
    public Position Position { get; init; }

    /// <summary>Why it is not stored, or not known to be.</summary>
    public FaultCode? Code { get; init; }
}

/// <summary>Whether an event is stored.</summary>
public enum RouteState
{
    /// <summary>The broker has it.</summary>
    Stored,

    /// <summary>The broker does not have it and will not get it.</summary>
    NotSent,

    /// <summary>The broker may have it, or may still get it.</summary>
    Unknown,
}
