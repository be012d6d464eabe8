using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Takes a lease over without looking whether it was renewed meanwhile.</summary>
internal sealed class TakesOverBlindly(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    public override async ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Expected is { } expected)
        {
            var counter = (await ListAsync(claim.Name.Group, cancellationToken)).First(state => state.Name == claim.Name).Counter;
            claim = claim with { Expected = expected with { Counter = counter } };
        }

        return await base.TryAcquireAsync(claim, cancellationToken);
    }
}
