using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>What a coordinator is for, and its times.</summary>
internal sealed record LeaseCoordinatorOptions
{
    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>The full names of the topics that the consumer reads.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Where a group that is new to a partition begins.</summary>
    public required StartPoint Start { get; init; }

    /// <summary>The name of this consumer in its group; at most one live consumer has it.</summary>
    public required string Member { get; init; }

    /// <summary>
    /// <see cref="Member"/> outlives a restart of the process: what it owned before is taken back at the start. Otherwise the name is new at each start
    /// of the process, and whatever carries it is ours at any time.
    /// </summary>
    public bool MemberIsStable { get; init; }

    /// <summary>How long a counter may stand still before others take the lease.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often leases are renewed; up to a fifth oftener.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the leases of the group are looked at; up to a fifth oftener.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the topics are looked at: they may appear and grow.</summary>
    public TimeSpan TopicCheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the jitter comes from.</summary>
    public Random Jitter { get; init; } = Random.Shared;
}
