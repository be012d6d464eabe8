namespace Omnibus.Drivers;

/// <summary>What the core asks of a consumer.</summary>
public sealed record ConsumerRequest
{
    /// <summary>The consumer group; null reads without one and settles nothing.</summary>
    public required string? Group { get; init; }

    /// <summary>The topics' full names. They exist; a missing one is a fault that classifies as <see cref="FaultCode.NotFound"/>.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>
    /// Where a group that is new to a partition begins, or a reader without a group. With <see cref="Drivers.Coordination.Broker"/> and
    /// <see cref="Drivers.Coordination.Shared"/> the driver stores a new group's resolved start for every partition before it delivers anything.
    /// </summary>
    public StartPoint Start { get; init; } = StartPoint.Earliest;

    /// <summary>The longest wait for the first delivery. Bounds how long a settlement waits behind a receive.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What the core chose: one of the transport's flags, or <see cref="Drivers.Coordination.None"/> for a reader without a group.</summary>
    public required Coordination Coordination { get; init; }

    /// <summary>Whom to tell of partitions; there exactly with <see cref="Drivers.Coordination.Broker"/>.</summary>
    public IPartitionOwner? Owner { get; init; }

    /// <summary>
    /// A stable name for this consumer within its group, at brokers that know consumers by name: <see cref="TransportHost.Instance"/>, made unique in
    /// the process.
    /// </summary>
    public string Member { get; init; } = "";
}

/// <summary>Where reading begins.</summary>
public readonly record struct StartPoint
{
    private StartPoint(StartKind kind, DateTimeOffset time, Position position) => (Kind, Time, Position) = (kind, time, position);

    /// <summary>Which of the four it is.</summary>
    public StartKind Kind { get; }

    /// <summary>With <see cref="StartKind.Time"/>: the first record stored at this time or later. Needs <see cref="ITimeIndex"/>.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>With <see cref="StartKind.Position"/>: this record, or the first after it; in every partition.</summary>
    public Position Position { get; }

    /// <summary>With everything that is stored.</summary>
    public static StartPoint Earliest { get; } = new(StartKind.Earliest, default, default);

    /// <summary>With what is stored from now on.</summary>
    public static StartPoint Latest { get; } = new(StartKind.Latest, default, default);

    /// <summary>With the first record stored at <paramref name="time"/> or later.</summary>
    public static StartPoint At(DateTimeOffset time) => new(StartKind.Time, time, default);

    /// <summary>With the record at <paramref name="position"/>, or the first after it.</summary>
    public static StartPoint From(Position position) => new(StartKind.Position, default, position);
}

/// <summary>The kinds of <see cref="StartPoint"/>.</summary>
public enum StartKind
{
    /// <summary>Everything that is stored.</summary>
    Earliest,

    /// <summary>What is stored from now on.</summary>
    Latest,

    /// <summary>From a time.</summary>
    Time,

    /// <summary>From a position.</summary>
    Position,
}
