using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Healthy.Brokered;

/// <summary>Memory, with a broker that decides who reads what: what the cases of ownership are proved on.</summary>
internal sealed class BrokeredTransport(
    ITransport inner, Func<IConsumerDriver, ILeaseStore, ITopicAdministrator, ConsumerRequest, IConsumerDriver> wrap)
    : ITransport, ITopicAdministrator, IGroupAdministrator
{
    public static TransportInfo Declare(TransportInfo info) => info with
    {
        Coordination = Coordination.Broker,
        Abilities = [typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ISeekableConsumer), typeof(IPausableConsumer), typeof(IAssignableConsumer)],
    };

    public WireFormat Wire => inner.Wire;

    public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
        inner.OpenProducerAsync(request, cancellationToken);

    public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        if (request.Coordination != Coordination.Broker)
        {
            return await inner.OpenConsumerAsync(request, cancellationToken);
        }

        await ((ILeaseStore)inner).PrepareAsync(request.Group!, request.Topics, request.Start, cancellationToken);
        var consumer = await inner.OpenConsumerAsync(request with { Coordination = Coordination.Leases, Owner = null }, cancellationToken);
        return wrap(consumer, (ILeaseStore)inner, (ITopicAdministrator)inner, request);
    }

    public FaultCode Classify(Exception exception) => inner.Classify(exception);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) =>
        ((ITopicAdministrator)inner).CreateAsync(topic, cancellationToken);

    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => ((ITopicAdministrator)inner).DeleteAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => ((ITopicAdministrator)inner).ListAsync(cancellationToken);

    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        ((ITopicAdministrator)inner).DescribeAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken) =>
        ((IGroupAdministrator)inner).ListGroupsAsync(cancellationToken);

    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) =>
        ((IGroupAdministrator)inner).DescribeGroupAsync(group, cancellationToken);

    public ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        ((IGroupAdministrator)inner).SetPositionAsync(group, partition, position, cancellationToken);

    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) =>
        ((IGroupAdministrator)inner).DeleteGroupAsync(group, cancellationToken);
}
