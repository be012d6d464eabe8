using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Looks, and looks again when the longest wait is over, instead of being woken.</summary>
internal sealed class PollsInsteadOfWaking(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private readonly CancellationTokenSource _closed = new();

    public override async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
        new Consumer(
            (HealthyConsumer)await base.OpenConsumerAsync(request with { MaxWait = TimeSpan.Zero }, cancellationToken),
            request.MaxWait,
            CancellationTokenSource.CreateLinkedTokenSource(_closed.Token));

    public override async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await base.DisposeAsync();
    }

    private sealed class Consumer(HealthyConsumer inner, TimeSpan interval, CancellationTokenSource closed) : HealthyConsumer(inner)
    {
        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            if (count > 0)
            {
                return count;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed.Token);
            await Task.Delay(interval, TimeProvider.System, stop.Token);
            return await base.ReceiveAsync(buffer, cancellationToken);
        }

        public override async ValueTask DisposeAsync()
        {
            await closed.CancelAsync();
            await base.DisposeAsync();
        }
    }
}
