using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Keeps the first 32 headers of a record.</summary>
internal sealed class LosesHeaders(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IProducerDriver Wrap(HealthyProducer producer) =>
        new ChangingProducer(producer, record => new ChangedRecord(record) { ChangeHeaders = headers => [.. headers.Take(32)] });
}
