using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>What a driver does otherwise than it should, where a few lines say it. What is null is done as it should be.</summary>
internal sealed record Patch
{
    /// <summary>Another start for a new group.</summary>
    public Func<HealthyTransport, string, string, StartPoint, ValueTask<StartPoint>>? Prepare { get; init; }

    /// <summary>Another wish for a consumer.</summary>
    public Func<HealthyTransport, ConsumerRequest, ValueTask<ConsumerRequest>>? Open { get; init; }

    /// <summary>Something with the token that a consumer is opened with.</summary>
    public Action<CancellationToken>? Opening { get; init; }

    /// <summary>Another answer to a claim.</summary>
    public Func<LeaseClaim, LeaseGrant?, LeaseGrant?>? Grant { get; init; }

    /// <summary>Other leases that are said to be lost.</summary>
    public Func<IReadOnlyList<Lease>, IReadOnlyList<Lease>>? Lose { get; init; }

    /// <summary>Something after leases were released.</summary>
    public Func<HealthyTransport, IReadOnlyList<Lease>, ValueTask>? Released { get; init; }

    /// <summary>Other records to be sent.</summary>
    public Func<OutgoingRecord[], OutgoingRecord[]>? Change { get; init; }

    /// <summary>Another way to send.</summary>
    public Func<HealthyTransport, HealthyProducer, OutgoingRecord[], CancellationToken, ValueTask>? Send { get; init; }

    /// <summary>Another way to receive.</summary>
    public Func<PatchedConsumer, Memory<Delivery>, CancellationToken, ValueTask<int>>? Receive { get; init; }

    /// <summary>Other settlements.</summary>
    public Func<PatchedConsumer, Settlement[], ValueTask<Settlement[]>>? Settle { get; init; }

    /// <summary>Other assignments.</summary>
    public Func<PatchedConsumer, IReadOnlyList<Assignment>, IReadOnlyList<Assignment>>? Assign { get; init; }

    /// <summary>Whether a consumer goes where it is told.</summary>
    public Func<PatchedConsumer, TopicPartition, bool>? MaySeek { get; init; }

    /// <summary>Something before a consumer is closed.</summary>
    public Func<ValueTask>? Closing { get; init; }

    public Func<ConsumerRequest, bool>? Ordered { get; init; }

    public Func<HealthyTransport, TopicSpecification, ValueTask<bool>>? Create { get; init; }

    public Func<IReadOnlyList<string>, IReadOnlyList<string>>? List { get; init; }

    public Func<TopicDescription, TopicDescription>? Describe { get; init; }

    public Func<GroupDescription, GroupDescription>? DescribeGroup { get; init; }

    public Func<HealthyTransport, string, TopicPartition, Position, ValueTask>? SetPosition { get; init; }

    public Func<HealthyTransport, string, ValueTask<bool>>? DeleteGroup { get; init; }

    public Func<HealthyTransport, ValueTask>? Probed { get; init; }

    public Func<HealthyTransport, SchemaRegistration, ValueTask<SchemaMark>>? RegisterSchema { get; init; }

    public Func<IReadOnlyList<TopicSchema>, IReadOnlyList<TopicSchema>>? ListSchemas { get; init; }

    public Func<HealthyTransport, SchemaMark, string?, string?>? FindSchema { get; init; }

    /// <summary>Another code; the flag says that the store was never there.</summary>
    public Func<Exception, FaultCode, bool, FaultCode>? Classify { get; init; }

    /// <summary>Whether closing the transport closes anything.</summary>
    public Func<bool>? Closes { get; init; }
}
