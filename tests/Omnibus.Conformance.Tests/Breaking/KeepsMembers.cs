using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Keeps a member's lease in the list after it was released.</summary>
internal sealed class KeepsMembers(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private readonly List<LeaseState> _released = [];

    public override async ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        _released.AddRange(leases.Where(lease => lease.Name.Member is not null)
            .Select(lease => new LeaseState(lease.Name, null, lease.Epoch, 0, TimeSpan.FromSeconds(10))));
        await base.ReleaseAsync(leases, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) =>
        [.. await base.ListAsync(group, cancellationToken), .. _released.Where(state => state.Name.Group == group)];
}
