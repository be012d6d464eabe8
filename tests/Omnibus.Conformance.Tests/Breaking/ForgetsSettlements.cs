using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Keeps the first settlement of a consumer and loses every second one after it, as a client does that throttles its commits.</summary>
internal sealed class ForgetsSettlements(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private int _calls;

        public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
            _calls++ % 2 == 0 ? base.SettleAsync(settlements, cancellationToken) : default;
    }
}
