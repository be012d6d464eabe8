using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Waits with closing until the receive that waits has ended by itself.</summary>
internal sealed class HangsWhileWaiting(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => request.Group is null ? consumer : new Consumer(consumer);

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private Task _receiving = Task.CompletedTask;

        public override ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var receiving = base.ReceiveAsync(buffer, cancellationToken).AsTask();
            _receiving = receiving;
            return new(receiving);
        }

        public override async ValueTask DisposeAsync()
        {
            await Task.WhenAny(_receiving);
            await base.DisposeAsync();
        }
    }
}
