using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Looks at a lease first and takes it in a second step.</summary>
internal sealed class ChecksThenActs(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    public override async ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (!IsFree(await StateAsync(claim, cancellationToken), claim))
        {
            return null;
        }

        // The way to the store and back, in which somebody else gets the same answer.
        await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, cancellationToken);
        while (true)
        {
            var now = await StateAsync(claim, cancellationToken);
            if (await base.TryAcquireAsync(claim with { Expected = now is { Owner: not null } ? now : null }, cancellationToken) is { } grant)
            {
                return grant;
            }
        }
    }

    private static bool IsFree(LeaseState? state, LeaseClaim claim) => state is not { Owner: not null } || claim.Expected == state;

    private async ValueTask<LeaseState?> StateAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        (await ListAsync(claim.Name.Group, cancellationToken)).Where(state => state.Name == claim.Name).Select(state => (LeaseState?)state).FirstOrDefault();
}
