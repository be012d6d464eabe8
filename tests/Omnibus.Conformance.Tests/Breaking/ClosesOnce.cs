using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Throws when it is closed once more.</summary>
internal sealed class ClosesOnce(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer);

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private int _closed;

        // Three times, since the kit closes what a case closed before.
        public override ValueTask DisposeAsync() =>
            Interlocked.Increment(ref _closed) > 3 ? throw new InvalidOperationException("It is closed.") : base.DisposeAsync();
    }
}
