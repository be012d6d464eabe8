using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Keeps the first half megabyte of a body.</summary>
internal sealed class CutsLongBodies(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private const int Most = 512 * 1024;

    protected override IProducerDriver Wrap(HealthyProducer producer) =>
        new ChangingProducer(producer, record => new ChangedRecord(record)
        {
            ChangeBody = body => body is { Length: > Most and < 2 * Most } ? body.Value[..Most] : body,
        });
}
