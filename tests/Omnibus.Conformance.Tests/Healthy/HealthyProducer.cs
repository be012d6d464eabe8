using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Healthy;

internal class HealthyProducer(IProducerDriver inner, Cable cable) : IProducerDriver
{
    public HealthyProducer(HealthyProducer other)
        : this(other, new Cable())
    {
    }

    public virtual ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        cable.ThrowIfCut();
        return inner.SendAsync(batch, cancellationToken);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
