using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Gives up a cancelled read and throws away what the store still answers to it.</summary>
internal sealed class CancelLoses(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer);

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private readonly Delivery[] _lost = [new Delivery()];
        private bool _abandoned;

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            try
            {
                if (_abandoned && cancellationToken.CanBeCanceled)
                {
                    // The answer to the read that was given up.
                    _abandoned = false;
                    if (await base.ReceiveAsync(_lost, cancellationToken) > 0)
                    {
                        _lost[0].Release();
                    }
                }

                return await base.ReceiveAsync(buffer, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _abandoned = true;
                throw;
            }
        }
    }
}
