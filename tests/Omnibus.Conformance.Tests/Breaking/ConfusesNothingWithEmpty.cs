using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Stores an empty body for a record that has none.</summary>
internal sealed class ConfusesNothingWithEmpty(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IProducerDriver Wrap(HealthyProducer producer) =>
        new ChangingProducer(producer, record => new ChangedRecord(record) { ChangeBody = body => body ?? ReadOnlyMemory<byte>.Empty });
}
