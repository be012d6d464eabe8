using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Delivers the last two records of a receive in the wrong order, far from the beginning and where they have no key.</summary>
internal sealed class Reorders(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            if (count > 1 && buffer.Span[count - 1] is { Key: null, Position.Low: > 20 } last && buffer.Span[count - 2].Partition == last.Partition)
            {
                (buffer.Span[count - 1], buffer.Span[count - 2]) = (buffer.Span[count - 2], last);
            }

            return count;
        }
    }
}
