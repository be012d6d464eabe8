using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Delivers again what was rejected.</summary>
internal sealed class RejectRequeues(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Shared ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
            base.SettleAsync(
                settlements.ToArray()
                    .Select(settlement => settlement.Kind == SettlementKind.Reject ? settlement with { Kind = SettlementKind.Requeue } : settlement).ToArray(),
                cancellationToken);
    }
}
