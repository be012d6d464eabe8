using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Settles under whatever epoch there is: an owner that lost its lease moves the position.</summary>
internal sealed class DoesNotFence(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
            base.SettleAsync(settlements.ToArray().Select(settlement => settlement with { Epoch = long.MaxValue }).ToArray(), cancellationToken);
    }
}
