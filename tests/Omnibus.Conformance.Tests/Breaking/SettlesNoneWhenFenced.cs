using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Stops at the first settlement that is refused and leaves the rest of the call undone.</summary>
internal sealed class SettlesNoneWhenFenced(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        public override async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
        {
            for (var index = 0; index < settlements.Length; index++)
            {
                await base.SettleAsync(settlements.Slice(index, 1), cancellationToken);
            }
        }
    }
}
