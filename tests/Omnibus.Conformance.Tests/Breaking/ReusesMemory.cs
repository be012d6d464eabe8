using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Reads the body of a single delivery into the same buffer each time.</summary>
internal sealed class ReusesMemory(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer);

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private readonly byte[] _buffer = new byte[2 * 1024 * 1024];

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            if (count == 1 && buffer.Span[0] is { Body: { } body } delivery)
            {
                Reset(delivery, body);
            }

            return count;
        }

        private void Reset(Delivery delivery, ReadOnlyMemory<byte> body)
        {
            var headers = delivery.Headers.ToArray();
            var (owner, key) = (delivery.Owner, delivery.Key);
            body.CopyTo(_buffer);
            delivery.Reset(
                delivery.Topic, delivery.Partition, delivery.Position, key, _buffer.AsMemory(0, body.Length), delivery.StoredAt, owner, delivery.DriverState);
            owner?.Release();
            foreach (var header in headers)
            {
                delivery.AddHeader(header.Name, header.Value);
            }
        }
    }
}
