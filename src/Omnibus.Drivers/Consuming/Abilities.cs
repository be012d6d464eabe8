namespace Omnibus.Drivers;

/// <summary>Ability of a consumer: goes to a position in a partition that it reads. Called between receives.</summary>
public interface ISeekableConsumer
{
    /// <summary>The next delivery of the partition is the one at <paramref name="position"/>, or the first after it.</summary>
    ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken);
}

/// <summary>Ability of a consumer, required where topics have several partitions: leaves partitions out of receiving for a while. Called between receives.</summary>
public interface IPausableConsumer
{
    /// <summary>Delivers nothing of these partitions until they are resumed. Ownership and positions stay.</summary>
    void Pause(IReadOnlyList<TopicPartition> partitions);

    /// <summary>Goes on, right after the last delivery, or where <see cref="ISeekableConsumer.SeekAsync"/> went meanwhile.</summary>
    void Resume(IReadOnlyList<TopicPartition> partitions);
}

/// <summary>Ability of a consumer, required with <see cref="Coordination.Leases"/>: reads what the core says. Called between receives, never with I/O.</summary>
public interface IAssignableConsumer
{
    /// <summary>Reads these partitions too, each from its start. A partition that is assigned again begins anew.</summary>
    void Assign(IReadOnlyList<Assignment> assignments);

    /// <summary>Delivers nothing more of these partitions.</summary>
    void Unassign(IReadOnlyList<TopicPartition> partitions);
}

/// <summary>Ability of a consumer: keeps the broker from giving long work to somebody else. Called between receives.</summary>
public interface IExtendableConsumer
{
    /// <summary>How often <see cref="ExtendAsync"/> must be called at least.</summary>
    TimeSpan ExtendInterval { get; }

    /// <summary>Keeps these deliveries, which are received and not yet settled.</summary>
    ValueTask ExtendAsync(ReadOnlyMemory<Settlement> unsettled, CancellationToken cancellationToken);
}
