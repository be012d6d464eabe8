using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Holds the first record of a topic back until more come or the longest wait is over.</summary>
internal sealed class WaitsForMore(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer, request.MaxWait);

    private sealed class Consumer(HealthyConsumer inner, TimeSpan interval) : HealthyConsumer(inner)
    {
        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            if (count == 1 && buffer.Length > 1 && buffer.Span[0].Body is { } body && body.Span.SequenceEqual("only"u8))
            {
                await Task.Delay(interval, TimeProvider.System, CancellationToken.None);
            }

            return count;
        }
    }
}
