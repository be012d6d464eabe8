namespace Omnibus.Drivers;

/// <summary>Ability of a transport: makes, removes and describes topics.</summary>
public interface ITopicAdministrator
{
    /// <summary>Makes a topic; false where it exists already, with whatever partitions it has.</summary>
    ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken);

    /// <summary>Removes a topic with everything in it; false where there is none.</summary>
    ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken);

    /// <summary>The names of all topics that an application could have made, in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Describes a topic; null where there is none.</summary>
    ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken);
}

/// <summary>A topic to be made.</summary>
/// <param name="Name">The full name.</param>
public sealed record TopicSpecification(string Name)
{
    /// <summary>The number of partitions, stored at creation; null: the transport's default.</summary>
    public int? Partitions { get; init; }

    /// <summary>How long records are kept; null: the transport's default. What a live group has not settled is kept longer where the broker can do that.</summary>
    public TimeSpan? Retention { get; init; }
}

/// <summary>A topic as it is.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Partitions">Its partitions, in order.</param>
public sealed record TopicDescription(string Name, IReadOnlyList<PartitionDescription> Partitions)
{
    /// <summary>How long records are kept; null where that is not known or not limited.</summary>
    public TimeSpan? Retention { get; init; }
}

/// <summary>A partition as it is.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="First">The oldest record that is still there, or where it would be.</param>
/// <param name="End">Where the next record will be, or a place before it and after every stored record.</param>
/// <param name="Count">How many records there are, where the broker knows it cheaply.</param>
public sealed record PartitionDescription(int Partition, Position First, Position End, long? Count);
