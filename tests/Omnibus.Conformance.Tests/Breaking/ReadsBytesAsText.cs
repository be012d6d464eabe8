using System.Text;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Sends header values through strings.</summary>
internal sealed class ReadsBytesAsText(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IProducerDriver Wrap(HealthyProducer producer) =>
        new ChangingProducer(producer, record => new ChangedRecord(record)
        {
            ChangeHeaders = headers => [.. headers.Select(header =>
                header.Value.Length > 8 ? header with { Value = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(header.Value.Span)) } : header)],
        });
}
