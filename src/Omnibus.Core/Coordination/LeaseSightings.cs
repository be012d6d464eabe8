using System.Collections.Immutable;
using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>What was seen of a group's leases, and since when it stands still. Immutable; the times are of one monotonic clock, our own.</summary>
internal sealed class LeaseSightings
{
    private readonly ImmutableDictionary<LeaseName, SeenLease> _leases;

    private LeaseSightings(ImmutableDictionary<LeaseName, SeenLease> leases) => _leases = leases;

    public static LeaseSightings None { get; } = new(ImmutableDictionary<LeaseName, SeenLease>.Empty);

    public IEnumerable<SeenLease> Leases => _leases.Values;

    public SeenLease? Find(LeaseName name) => _leases.TryGetValue(name, out var lease) ? lease : null;

    /// <summary>
    /// Takes in a listing. <paramref name="now"/> is read after the listing arrived: a counter then stood still at least from one listing to the
    /// next, and a claim that expects it makes sure of the rest.
    /// </summary>
    public LeaseSightings Observe(IEnumerable<LeaseState> listing, TimeSpan now)
    {
        var leases = ImmutableDictionary.CreateBuilder<LeaseName, SeenLease>();
        foreach (var state in listing)
        {
            var since = _leases.TryGetValue(state.Name, out var before) && before.State == state ? before.Since : now;
            leases[state.Name] = new SeenLease(state, since, now - since);
        }

        return new LeaseSightings(leases.ToImmutable());
    }
}
