using Omnibus.Drivers;

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

    /// <summary>The default transport; null: <c>none</c>, the bus is switched off.</summary>
    public required string? Transport { get; init; }

    /// <summary>The transports that a route or a consumer uses, by name.</summary>
    public required IReadOnlyDictionary<string, TransportConfiguration> Transports { get; init; }

    public required IReadOnlyDictionary<string, TopicConfiguration> Topics { get; init; }

    public required IReadOnlyList<RouteConfiguration> Routes { get; init; }

    /// <summary>An event type that no route names has one of its own.</summary>
    public bool ImplicitRoutes { get; init; } = true;

    public required IReadOnlyList<ConsumerConfiguration> Consumers { get; init; }

    public PublishingDefaults Publishing { get; init; } = new();

    /// <summary>The start waits for every broker that is used.</summary>
    public bool WaitForBroker { get; init; }

    /// <summary>How long a stop waits for work in flight before it is cancelled.</summary>
    public TimeSpan DrainTimeout { get; init; } = Defaults.DrainTimeout;

    /// <summary>A topic's name as the driver sees it.</summary>
    public string FullName(string topic) => TopicPrefix is null ? topic : $"{TopicPrefix}-{topic}";

    /// <summary>A topic's name as everybody above the driver sees it.</summary>
    public string ShortName(string fullName) =>
        TopicPrefix is { } prefix && fullName.Length > prefix.Length + 1 && fullName[prefix.Length] == '-'
            && fullName.StartsWith(prefix, StringComparison.Ordinal)
            ? fullName[(prefix.Length + 1)..]
            : fullName;
}

/// <summary>One entry of <c>Omnibus:Transports</c>.</summary>
internal sealed record TransportConfiguration(string Name, ITransportFactory Factory, TransportSettings Settings);

/// <summary>One entry of <c>Omnibus:Topics</c>.</summary>
internal sealed record TopicConfiguration(string Name)
{
    public int? Partitions { get; init; }

    public TimeSpan? Retention { get; init; }

    /// <summary>A missing topic is made on first use.</summary>
    public bool Create { get; init; } = true;
}

/// <summary>One way out of an event: an entry of <c>Omnibus:Publish</c>, or the implicit one of a type.</summary>
internal sealed record RouteConfiguration(string Name, string EventType)
{
    public required string Topic { get; init; }

    /// <summary>The key path; null: no key.</summary>
    public string? Key { get; init; }

    public required string Transport { get; init; }

    public bool Enabled { get; init; } = true;
}

/// <summary>One entry of <c>Omnibus:Consume</c> together with its handlers.</summary>
internal sealed record ConsumerConfiguration(string Name)
{
    public required IReadOnlyList<string> Topics { get; init; }

    public required string Transport { get; init; }

    public required string Group { get; init; }

    public StartPoint Start { get; init; } = StartPoint.Earliest;

    public Ordering Ordering { get; init; } = Ordering.Partition;

    public int Concurrency { get; init; } = Defaults.Concurrency;

    public RetryConfiguration Retry { get; init; } = new();

    public TimeSpan HandlerTimeout { get; init; } = Defaults.HandlerTimeout;

    public FailureAction OnFailure { get; init; } = FailureAction.DeadLetter;

    public UnhandledAction OnUnhandled { get; init; } = UnhandledAction.Skip;

    /// <summary>Dead letters carry the text of the exception, which may hold personal data.</summary>
    public bool DeadLetterMessages { get; init; }
}

/// <summary>Tries in place.</summary>
internal sealed record RetryConfiguration
{
    public int Attempts { get; init; } = Defaults.Attempts;

    public TimeSpan FirstDelay { get; init; } = Defaults.FirstDelay;

    public TimeSpan MaxDelay { get; init; } = Defaults.MaxDelay;
}

/// <summary>How publishing behaves for every route.</summary>
internal sealed record PublishingDefaults
{
    public TimeSpan Timeout { get; init; } = Defaults.PublishTimeout;

    /// <summary>The most records that wait for one transport.</summary>
    public int QueueRecords { get; init; } = Defaults.QueueRecords;

    /// <summary>The most bytes that wait for one transport.</summary>
    public long QueueBytes { get; init; } = Defaults.QueueBytes;
}
