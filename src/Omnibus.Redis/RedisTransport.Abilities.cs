using Omnibus.Drivers;

namespace Omnibus.Redis;

/// <summary>The abilities, each in a class of its own.</summary>
internal sealed partial class RedisTransport : ITopicAdministrator, IGroupAdministrator, ILeaseStore, ITimeIndex, ISchemaStore, IProbe
{
    private readonly RedisLeaseStore _leases;
    private readonly RedisAdministrator _topics;
    private readonly RedisGroups _groups;
    private readonly RedisSchemaStore _schemas;
    private readonly RedisProbe _probe;

    /// <inheritdoc />
    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => _topics.CreateAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => _topics.DeleteAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => _topics.ListAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) => _topics.DescribeAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) => _groups.ListGroupsAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) =>
        _groups.DescribeGroupAsync(group, cancellationToken);

    /// <inheritdoc />
    public ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        _groups.SetPositionAsync(group, partition, position, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => _groups.DeleteGroupAsync(group, cancellationToken);

    /// <inheritdoc />
    public ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken) =>
        _leases.PrepareAsync(group, topics, start, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) => _leases.ListAsync(group, cancellationToken);

    /// <inheritdoc />
    public ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        _leases.TryAcquireAsync(claim, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        _leases.RenewAsync(leases, cancellationToken);

    /// <inheritdoc />
    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) => _leases.ReleaseAsync(leases, cancellationToken);

    /// <inheritdoc />
    public ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) =>
        _schemas.RegisterAsync(schema, cancellationToken);

    /// <inheritdoc />
    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => _schemas.GetAsync(mark, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) =>
        _schemas.ListAsync(topic, cancellationToken);

    /// <inheritdoc />
    public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => _probe.ProbeAsync(cancellationToken);
}
