using System.Collections.Immutable;
using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>Every lease of one member, its membership among them. Immutable: each step gives the next state, and nothing here waits or looks at a clock.</summary>
internal sealed class HeldLeases
{
    private const long OutcomeUnknown = long.MaxValue;

    private readonly ImmutableDictionary<LeaseName, HeldLease> _leases;

    // The newest epoch of each lease that can be ours, though we may have given up on it.
    private readonly ImmutableDictionary<LeaseName, long> _claims;

    private HeldLeases(ImmutableDictionary<LeaseName, HeldLease> leases, ImmutableDictionary<LeaseName, long> claims) =>
        (_leases, _claims) = (leases, claims);

    public static HeldLeases None { get; } =
        new(ImmutableDictionary<LeaseName, HeldLease>.Empty, ImmutableDictionary<LeaseName, long>.Empty);

    /// <summary>All, in whatever phase.</summary>
    public IEnumerable<HeldLease> All => _leases.Values;

    /// <summary>What must be renewed.</summary>
    public IReadOnlyList<Lease> Kept => [.. _leases.Values.Where(held => held.IsKept).Select(held => held.Lease)];

    /// <summary>What only has to be released.</summary>
    public IReadOnlyList<Lease> Drained => [.. _leases.Values.Where(held => held.Phase == LeasePhase.Drained).Select(held => held.Lease)];

    /// <summary>The partitions that are read, or finished.</summary>
    public IReadOnlyList<TopicPartition> Partitions =>
        [.. _leases.Values.Where(held => held.IsKept).Select(held => held.Lease.Name.Partition).OfType<TopicPartition>()];

    /// <summary>When the first lease that is kept runs out.</summary>
    public TimeSpan ValidUntil =>
        _leases.Values.Where(held => held.IsKept).Select(held => held.ValidUntil).DefaultIfEmpty(TimeSpan.MaxValue).Min();

    public HeldLease? Find(LeaseName name) => _leases.TryGetValue(name, out var held) ? held : null;

    /// <summary>Nobody else can have this lease at <paramref name="now"/>.</summary>
    public bool IsValid(LeaseName name, long epoch, TimeSpan now) =>
        _leases.TryGetValue(name, out var held) && held.IsKept && held.Lease.Epoch == epoch && now < held.ValidUntil;

    /// <summary>
    /// A lease that carries our name is ours, though we do not hold it: we gave up on it by our own clock, never heard that we got it, or a run before
    /// us had it. One with a newer epoch belongs to another process that uses our name.
    /// </summary>
    public bool IsOurs(LeaseState state) => _claims.TryGetValue(state.Name, out var epoch) && state.Epoch <= epoch;

    /// <summary>Counts these leases as ours: a run before this one had them under our name.</summary>
    public HeldLeases Inherit(IEnumerable<LeaseState> states) =>
        new(_leases, _claims.SetItems(states.Select(state => KeyValuePair.Create(state.Name, state.Epoch))));

    /// <summary>A claim is under way. If its answer never comes, the lease may be ours.</summary>
    public HeldLeases Claimed(LeaseName name) => new(_leases, _claims.SetItem(name, OutcomeUnknown));

    /// <summary>Someone else was faster.</summary>
    public HeldLeases Refused(LeaseName name) => new(_leases, _claims.Remove(name));

    public HeldLeases Granted(Lease lease, TimeSpan validUntil) =>
        new(_leases.SetItem(lease.Name, new HeldLease(lease, validUntil, LeasePhase.Held)), _claims.SetItem(lease.Name, lease.Epoch));

    /// <summary>The store answered a renewal. What ran out on our own clock before the answer came must have been taken away with <see cref="Expired"/>.</summary>
    public HeldLeases Renewed(IReadOnlyList<Lease> renewed, IReadOnlyList<Lease> lost, TimeSpan validUntil)
    {
        var next = _leases;
        foreach (var lease in renewed)
        {
            if (next.TryGetValue(lease.Name, out var held) && held.IsKept && held.Lease == lease)
            {
                next = lost.Contains(lease) ? Without(next, held) : next.SetItem(lease.Name, held with { ValidUntil = validUntil });
            }
        }

        return new HeldLeases(next, _claims);
    }

    /// <summary>What was not renewed in time is lost, whatever the store may say.</summary>
    public HeldLeases Expired(TimeSpan now)
    {
        var next = _leases;
        foreach (var held in _leases.Values)
        {
            if (held.Phase != LeasePhase.Abandoned && held.ValidUntil <= now)
            {
                next = Without(next, held);
            }
        }

        return ReferenceEquals(next, _leases) ? this : new HeldLeases(next, _claims);
    }

    /// <summary>Forgets leases that are somebody else's now.</summary>
    public HeldLeases Lost(IEnumerable<LeaseName> names)
    {
        var next = _leases;
        foreach (var name in names)
        {
            if (next.TryGetValue(name, out var held) && held.Phase != LeasePhase.Drained)
            {
                next = Without(next, held);
            }
        }

        return new HeldLeases(next, _claims);
    }

    /// <summary>The consumer is asked for this one.</summary>
    public HeldLeases Draining(LeaseName name) =>
        _leases.TryGetValue(name, out var held) && held.Phase == LeasePhase.Held
            ? new HeldLeases(_leases.SetItem(name, held with { Phase = LeasePhase.Draining }), _claims)
            : this;

    /// <summary>The consumer is done with this one.</summary>
    public HeldLeases DrainEnded(LeaseName name) => _leases.TryGetValue(name, out var held)
        ? held.Phase switch
        {
            LeasePhase.Draining => new HeldLeases(_leases.SetItem(name, held with { Phase = LeasePhase.Drained }), _claims),
            LeasePhase.Abandoned => new HeldLeases(_leases.Remove(name), _claims),
            _ => this,
        }
        : this;

    /// <summary>These are given back: nothing more is to be done with them.</summary>
    public HeldLeases Released(IReadOnlyList<Lease> leases) =>
        new(_leases.RemoveRange(leases.Where(lease => Find(lease.Name)?.Lease == lease).Select(lease => lease.Name)), _claims);

    /// <summary>The partitions that were kept in <paramref name="before"/> and went away since, other than by being given back.</summary>
    public IReadOnlyList<TopicPartition> LostSince(HeldLeases before) =>
    [
        .. before._leases.Values
            .Where(held => held.IsKept && !(Find(held.Lease.Name) is { Phase: not LeasePhase.Abandoned } after && after.Lease == held.Lease))
            .Select(held => held.Lease.Name.Partition)
            .OfType<TopicPartition>(),
    ];

    private static ImmutableDictionary<LeaseName, HeldLease> Without(ImmutableDictionary<LeaseName, HeldLease> leases, HeldLease held) =>
        held.Phase is LeasePhase.Draining or LeasePhase.Abandoned
            ? leases.SetItem(held.Lease.Name, held with { Phase = LeasePhase.Abandoned })
            : leases.Remove(held.Lease.Name);
}
