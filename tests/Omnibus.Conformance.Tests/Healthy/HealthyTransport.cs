using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Healthy;

/// <summary>Passes everything on to a memory transport that may be cut off. Broken drivers override the one thing that they get wrong.</summary>
internal class HealthyTransport(ITransport inner, Cable cable)
    : ITransport, ITopicAdministrator, IGroupAdministrator, ILeaseStore, ITimeIndex, ISchemaStore, IProbe
{
    public WireFormat Wire => inner.Wire;

    protected ITransport Inner => inner;

    protected ILeaseStore Leases => (ILeaseStore)inner;

    protected IGroupAdministrator Groups => (IGroupAdministrator)inner;

    protected ITopicAdministrator Topics => (ITopicAdministrator)inner;

    public async ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
        Wrap(new HealthyProducer(await inner.OpenProducerAsync(request, cancellationToken), cable));

    public virtual async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        cable.ThrowIfCut();
        return Wrap(new HealthyConsumer(await inner.OpenConsumerAsync(request, cancellationToken), cable), request);
    }

    public virtual FaultCode Classify(Exception exception) => exception is CutException ? FaultCode.Unavailable : inner.Classify(exception);

    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();

    public virtual ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        cable.ThrowIfCut();
        return ((IProbe)inner).ProbeAsync(cancellationToken);
    }

    public virtual ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken)
    {
        cable.ThrowIfCut();
        return Leases.PrepareAsync(group, topics, start, cancellationToken);
    }

    public virtual ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) =>
        Leases.ListAsync(group, cancellationToken);

    public virtual ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        Leases.TryAcquireAsync(claim, cancellationToken);

    public virtual ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        Leases.RenewAsync(leases, cancellationToken);

    public virtual ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        Leases.ReleaseAsync(leases, cancellationToken);

    public virtual ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => Topics.CreateAsync(topic, cancellationToken);

    public virtual ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => Topics.DeleteAsync(topic, cancellationToken);

    public virtual ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Topics.ListAsync(cancellationToken);

    public virtual ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) => Topics.DescribeAsync(topic, cancellationToken);

    public virtual ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) => Groups.ListGroupsAsync(cancellationToken);

    public virtual ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) =>
        Groups.DescribeGroupAsync(group, cancellationToken);

    public virtual ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        Groups.SetPositionAsync(group, partition, position, cancellationToken);

    public virtual ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => Groups.DeleteGroupAsync(group, cancellationToken);

    public virtual ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        ((ITimeIndex)inner).FindAsync(partition, time, cancellationToken);

    public virtual ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) =>
        ((ISchemaStore)inner).RegisterAsync(schema, cancellationToken);

    public virtual ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) =>
        ((ISchemaStore)inner).ListSchemasAsync(topic, cancellationToken);

    public virtual ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => ((ISchemaStore)inner).GetAsync(mark, cancellationToken);

    protected virtual IProducerDriver Wrap(HealthyProducer producer) => producer;

    protected virtual IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => consumer;
}
