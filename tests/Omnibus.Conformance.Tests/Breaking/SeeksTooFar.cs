using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Goes behind the position that it was told, where that lies before what it has read.</summary>
internal sealed class SeeksTooFar(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer);

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private Position _read;

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            _read = count > 0 ? buffer.Span[count - 1].Position : _read;
            return count;
        }

        public override ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken) =>
            base.SeekAsync(partition, position < _read ? position.Next : position, cancellationToken);
    }
}
