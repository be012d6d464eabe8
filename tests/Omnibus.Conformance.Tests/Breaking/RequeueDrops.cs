using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Takes records off the queue for good when several are to be delivered again.</summary>
internal sealed class RequeueDrops(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Shared ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
            base.SettleAsync(
                settlements.Length == 1
                    ? settlements
                    : settlements.ToArray().Select(settlement => settlement with { Kind = SettlementKind.Reject }).ToArray(),
                cancellationToken);
    }
}
