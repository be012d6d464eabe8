using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Throws away what comes first after a cut, as a client does that empties its buffers when it connects again.</summary>
internal sealed class LosesWhenCut(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private readonly Cable _cable = cable;

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer, _cable) : consumer;

    private sealed class Consumer(HealthyConsumer inner, Cable cable) : HealthyConsumer(inner)
    {
        private int _cuts = cable.Cuts;

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            if (count == 0 || _cuts == cable.Cuts)
            {
                return count;
            }

            _cuts = cable.Cuts;
            foreach (var delivery in buffer.Span[..count])
            {
                delivery.Release();
            }

            return 0;
        }
    }
}
