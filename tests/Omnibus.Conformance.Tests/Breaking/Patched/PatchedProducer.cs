using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

internal sealed class PatchedProducer(HealthyProducer healthy, HealthyTransport transport, Patch patch) : HealthyProducer(healthy)
{
    private readonly HealthyProducer _healthy = healthy;

    public override ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        var records = patch.Change?.Invoke(batch.ToArray()) ?? batch.ToArray();
        return patch.Send?.Invoke(transport, _healthy, records, cancellationToken) ?? base.SendAsync(records, cancellationToken);
    }
}
