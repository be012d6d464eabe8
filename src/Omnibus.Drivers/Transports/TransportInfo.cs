namespace Omnibus.Drivers;

/// <summary>
/// The facts of a transport. The core checks configuration against them before a broker is there, and conformance holds the
/// transport to them: a fact that is declared and not kept is an error.
/// </summary>
/// <param name="Name">The driver's name in configuration, as in <see cref="TransportAttribute.Name"/>.</param>
public sealed record TransportInfo(string Name)
{
    /// <summary>Who decides which consumer reads which partition. Several flags: the core chooses by the consumer's ordering.</summary>
    public required Coordination Coordination { get; init; }

    /// <summary>
    /// The optional interfaces that are implemented, on the transport and on its consumers. Conformance compares the list with the objects.
    /// </summary>
    public required IReadOnlyList<Type> Abilities { get; init; }

    /// <summary>The names that the broker takes for topics.</summary>
    public required TopicNames TopicNames { get; init; }

    /// <summary>A record that was settled as sent survives a restart of the process and of the broker.</summary>
    public required bool Durable { get; init; }

    /// <summary>
    /// Several batches may be in flight without disturbing order, even after a transient failure: once a record failed after <see cref="IProducerDriver.SendAsync"/>
    /// had returned, nothing that is handed over later is stored before <see cref="IProducerDriver.FlushAsync"/>.
    /// </summary>
    public bool IdempotentPipelining { get; init; }

    /// <summary>The most records in one <see cref="IProducerDriver.SendAsync"/>.</summary>
    public int MaxBatch { get; init; } = 1000;

    /// <summary>The largest body in bytes; null where the broker alone decides.</summary>
    public int? MaxRecordBytes { get; init; }

    /// <summary>The partitions of a topic that is created without a number; null where the broker decides.</summary>
    public int? DefaultPartitions { get; init; }

    /// <summary>Whether <typeparamref name="TAbility"/> is among <see cref="Abilities"/>.</summary>
    public bool Has<TAbility>() => Abilities.Contains(typeof(TAbility));
}
