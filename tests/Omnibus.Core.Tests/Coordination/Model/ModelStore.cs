using System.Collections.Concurrent;
using System.Collections.Immutable;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>The lease store of the model: a value. Each operation is one atomic step.</summary>
internal sealed record ModelStore(Flaw Flaw)
{
    public ImmutableSortedDictionary<string, LeaseState> Leases { get; init; } = ImmutableSortedDictionary<string, LeaseState>.Empty;

    public long Epoch { get; init; }

    private static readonly ConcurrentDictionary<LeaseName, string> s_keys = [];

    public static string KeyOf(LeaseName name) => s_keys.GetOrAdd(name, static name => name.Member ?? name.Partition!.Value.ToString());

    public LeaseState? Find(LeaseName name) => Leases.TryGetValue(KeyOf(name), out var state) ? state : null;

    public (ModelStore Store, LeaseGrant? Grant) TryAcquire(LeaseClaim claim)
    {
        var state = Find(claim.Name);
        if (state is { Owner: not null } held && !Fits(held, claim.Expected))
        {
            return (this, null);
        }

        var epoch = Flaw == Flaw.KeepsTheEpoch && state is { Owner: null } ? state.Value.Epoch : Epoch + 1;
        var store = Set(new LeaseState(claim.Name, claim.Owner, epoch, 0, claim.Duration)) with { Epoch = Math.Max(Epoch, epoch) };
        return (store, new LeaseGrant(epoch, claim.Name.Partition is null ? null : default(Position)));
    }

    public (ModelStore Store, IReadOnlyList<Lease> Lost) Renew(IReadOnlyList<Lease> leases)
    {
        var store = this;
        foreach (var lease in leases.Where(IsHeld))
        {
            var state = store.Find(lease.Name)!.Value;
            store = store.Set(state with { Counter = state.Counter + 1 });
        }

        return (store, [.. leases.Where(lease => !IsHeld(lease))]);
    }

    public ModelStore Release(IEnumerable<Lease> leases)
    {
        var store = this;
        foreach (var lease in leases.Where(IsHeld))
        {
            store = lease.Name.Member is { } member
                ? store with { Leases = store.Leases.Remove(member) }
                : store.Set(store.Find(lease.Name)!.Value with { Owner = null });
        }

        return store;
    }

    public bool Settles(LeaseName name, long epoch) => Flaw == Flaw.SettlesAnything || epoch >= Find(name)?.Epoch;

    private bool Fits(LeaseState held, LeaseState? expected) =>
        expected is { } state && state.Owner == held.Owner && state.Epoch == held.Epoch && (state.Counter == held.Counter || Flaw == Flaw.ComparesNoCounter);

    private bool IsHeld(Lease lease) => Find(lease.Name) is { } state && state.Owner == lease.Owner && state.Epoch == lease.Epoch;

    private ModelStore Set(LeaseState state) => this with { Leases = Leases.SetItem(KeyOf(state.Name), state) };
}
