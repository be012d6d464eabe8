namespace Omnibus.Drivers;

/// <summary>Ability of a transport: describes, moves and removes consumer groups.</summary>
public interface IGroupAdministrator
{
    /// <summary>The names of all groups, in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken);

    /// <summary>Describes a group; null where there is none.</summary>
    ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken);

    /// <summary>Stores where a group goes on in a partition, inclusive. The group must be idle.</summary>
    /// <exception cref="GroupActiveException">The group has members.</exception>
    ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken);

    /// <summary>Removes a group with its positions; false where there is none. The group must be idle.</summary>
    /// <exception cref="GroupActiveException">The group has members.</exception>
    ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken);
}

/// <summary>A group as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">The names of its members. On transports with leases, also those whose lease nobody took away yet.</param>
/// <param name="Partitions">Every partition for which the group has a position.</param>
public sealed record GroupDescription(string Name, IReadOnlyList<string> Members, IReadOnlyList<GroupPartition> Partitions);

/// <summary>A group's place in a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Position">Where the group goes on, inclusive.</param>
/// <param name="Lag">How many records it has not settled; null where the broker does not know.</param>
public sealed record GroupPartition(TopicPartition Partition, Position Position, long? Lag)
{
    /// <summary>The member that reads it now; null where none does or the broker does not tell.</summary>
    public string? Member { get; init; }

    /// <summary>
    /// How many records, the oldest first, can be removed before the group misses one; null where the broker does not know. Of interest where others
    /// remove records by their number.
    /// </summary>
    public long? Room { get; init; }

    /// <summary>When the oldest record that is not settled was stored; null where there is none or the broker does not know.</summary>
    public DateTimeOffset? OldestUnsettled { get; init; }
}

/// <summary>A group has members, so that its positions must not be touched. Classifies as <see cref="FaultCode.InvalidArgument"/>.</summary>
/// <param name="group">The group.</param>
/// <param name="members">Its members.</param>
public sealed class GroupActiveException(string group, IReadOnlyList<string> members)
    : Exception($"Group '{group}' has members: {string.Join(", ", members)}.")
{
    /// <summary>The group.</summary>
    public string Group { get; } = group;

    /// <summary>Its members.</summary>
    public IReadOnlyList<string> Members { get; } = members;
}
