using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Stores a long batch of records with keys backwards, as a client does that sends again out of order.</summary>
internal sealed class ReordersKeys(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IProducerDriver Wrap(HealthyProducer producer) => new Producer(producer);

    private sealed class Producer(HealthyProducer inner) : HealthyProducer(inner)
    {
        public override ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
        {
            var records = batch.ToArray();
            if (records.Length > 250 && Array.TrueForAll(records, record => record.Key is not null))
            {
                Array.Reverse(records);
            }

            return base.SendAsync(records, cancellationToken);
        }
    }
}
