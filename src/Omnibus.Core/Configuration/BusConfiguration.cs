using Omnibus.Publishing;

namespace Omnibus.Configuration;

/// <summary>The section <c>Omnibus</c>, read and checked whole. Everything below was found valid before a broker was touched.</summary>
internal sealed record BusConfiguration
{
    public required string Service { get; init; }

    public required string Instance { get; init; }

    public bool InstanceIsConfigured { get; init; }

    /// <summary>Goes before every topic, joined by a dash, at the driver and nowhere else; null: nothing.</summary>
    public string? TopicPrefix { get; init; }

    /// <summary>Where events come from: their <c>source</c> attribute.</summary>
    public required string Source { get; init; }

    /// <summary>The version that events say in <c>sourcelib</c>, numbers joined by dots.</summary>
    public string SourceLib { get; init; } = LibraryVersion.Dotted;

    /// <summary>The default transport; null: <c>none</c>, the bus is switched off.</summary>
    public required string? Transport { get; init; }

    /// <summary>The transports that a route or a consumer uses, by name.</summary>
    public required IReadOnlyDictionary<string, TransportConfiguration> Transports { get; init; }

    public required IReadOnlyDictionary<string, TopicConfiguration> Topics { get; init; }

    public required IReadOnlyList<RouteConfiguration> Routes { get; init; }

    /// <summary>An event type that no route names has one of its own: see <see cref="ImplicitRouteOf"/>.</summary>
    public bool ImplicitRoutes { get; init; } = true;

    public required IReadOnlyList<ConsumerConfiguration> Consumers { get; init; }

    /// <summary>The consumers that <c>"Enabled": false</c> switches off, by name; they are not among <see cref="Consumers"/>.</summary>
    public IReadOnlyList<string> DisabledConsumers { get; init; } = [];

    public PublishingDefaults Publishing { get; init; } = new();

    /// <summary>The start waits for every broker that is used.</summary>
    public bool WaitForBroker { get; init; }

    /// <summary>Where the running bus writes how it is, for a probe that asks without HTTP; null: nowhere.</summary>
    public string? HealthFile { get; init; }

    /// <summary>Types of events that are neither published nor handled locally.</summary>
    public IReadOnlySet<string> DisabledEvents { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>A line is logged for each event that was stored or handled.</summary>
    public bool Audit { get; init; }

    /// <summary>How long a stop waits for work in flight before it is cancelled.</summary>
    public TimeSpan DrainTimeout { get; init; } = Defaults.DrainTimeout;

    /// <summary>The route of an event that no entry of <c>Omnibus:Publish</c> names; null where there is none. Makes a new one at each call.</summary>
    /// <exception cref="OmnibusException">The transport refuses the topic, or the event lacks the key: only of an event that was not known at start.</exception>
    public RouteConfiguration? ImplicitRouteOf(EventDefinition definition) => ImplicitRoute.Of(this, definition);

    /// <summary>A topic's name as the driver sees it.</summary>
    public string FullName(string topic) => TopicPrefix is null ? topic : $"{TopicPrefix}-{topic}";

    /// <summary>Whether a topic of the broker carries our prefix: others are not ours to look at.</summary>
    public bool IsOurs(string fullName) => TopicPrefix is null || fullName != ShortName(fullName);

    /// <summary>A topic's name as everybody above the driver sees it.</summary>
    public string ShortName(string fullName) =>
        TopicPrefix is { } prefix && fullName.Length > prefix.Length + 1 && fullName[prefix.Length] == '-'
            && fullName.StartsWith(prefix, StringComparison.Ordinal)
            ? fullName[(prefix.Length + 1)..]
            : fullName;
}
