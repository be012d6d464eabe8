using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Remembers a new group only once it has settled something: whoever leaves before begins anew.</summary>
internal sealed class StoresStartLate(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private bool _settled;

    public override async ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        await base.ReleaseAsync(leases, cancellationToken);
        if (!_settled && leases.Count > 1)
        {
            await DeleteGroupAsync(leases[0].Name.Group, cancellationToken);
        }
    }

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer, this);

    private sealed class Consumer(HealthyConsumer inner, StoresStartLate transport) : HealthyConsumer(inner)
    {
        public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
        {
            transport._settled = true;
            return base.SettleAsync(settlements, cancellationToken);
        }
    }
}
