using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Settles what it delivered as soon as it is asked for more and has nothing, as a client that commits by itself does.</summary>
internal sealed class AcknowledgesEarly(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer) : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private readonly Dictionary<TopicPartition, Settlement> _delivered = [];

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            foreach (var delivery in buffer.Span[..count])
            {
                var partition = new TopicPartition(delivery.Topic, delivery.Partition);
                _delivered[partition] = new Settlement(partition, delivery.Position, SettlementKind.Acknowledge, long.MaxValue);
            }

            if (count == 0)
            {
                await base.SettleAsync(_delivered.Values.ToArray(), cancellationToken);
            }

            return count;
        }
    }
}
