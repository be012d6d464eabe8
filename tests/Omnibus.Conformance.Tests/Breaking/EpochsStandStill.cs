using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Grants a lease that was released under the epoch that it had before. (Epochs here are the store's, shifted for each lease.)</summary>
internal sealed class EpochsStandStill(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private static readonly ConcurrentDictionary<LeaseName, ConcurrentDictionary<long, long>> s_shown = new();

    public override async ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var shown = s_shown.GetOrAdd(claim.Name, _ => new());
        var wasFree = claim.Expected is null;
        var real = claim with { Expected = claim.Expected is { } expected ? expected with { Epoch = Real(claim.Name, expected.Epoch) } : null };
        if (await base.TryAcquireAsync(real, cancellationToken) is not { } grant)
        {
            return null;
        }

        shown[grant.Epoch] = wasFree && !shown.IsEmpty ? shown.Values.Max() : grant.Epoch;
        return grant with { Epoch = shown[grant.Epoch] };
    }

    public override async ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) =>
        [.. (await base.ListAsync(group, cancellationToken)).Select(state => state with { Epoch = s_shown[state.Name][state.Epoch] })];

    public override async ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var lost = await base.RenewAsync(ToReal(leases), cancellationToken);
        return [.. lost.Select(lease => lease with { Epoch = s_shown[lease.Name][lease.Epoch] })];
    }

    public override ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        base.ReleaseAsync(ToReal(leases), cancellationToken);

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer, request.Group);

    private static Lease[] ToReal(IReadOnlyList<Lease> leases) =>
        [.. leases.Select(lease => lease with { Epoch = Real(lease.Name, lease.Epoch) })];

    private static long Real(LeaseName name, long epoch) =>
        s_shown.TryGetValue(name, out var shown)
            ? shown.Where(entry => entry.Value == epoch).Select(entry => entry.Key).DefaultIfEmpty(epoch).Max()
            : epoch;

    private sealed class Consumer(HealthyConsumer inner, string? group) : HealthyConsumer(inner)
    {
        public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
            base.SettleAsync(
                settlements.ToArray()
                    .Select(settlement => settlement with { Epoch = Real(LeaseName.Of(group!, settlement.Partition), settlement.Epoch) }).ToArray(),
                cancellationToken);
    }
}
