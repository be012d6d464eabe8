using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Tells the outcome of a record twice, in a batch of exactly a hundred.</summary>
internal sealed class SettlesSentTwice(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IProducerDriver Wrap(HealthyProducer producer) => new Producer(producer);

    private sealed class Producer(HealthyProducer inner) : HealthyProducer(inner)
    {
        public override ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken) =>
            base.SendAsync(
                batch.Length == 100 ? batch.ToArray().Select(record => (OutgoingRecord)new ChangedRecord(record) { Successes = 2 }).ToArray() : batch,
                cancellationToken);
    }
}
