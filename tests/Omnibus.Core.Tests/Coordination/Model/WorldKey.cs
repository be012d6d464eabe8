using System.Security.Cryptography;
using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>
/// Tells worlds apart by what can matter from now on: times relative to now and no further than anybody looks, epochs and counters by their order.
/// So worlds that were reached in different ways and go on alike are explored once.
/// </summary>
internal sealed class WorldKey
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<LeaseName, List<(long Epoch, long Counter)>> _versions = [];
    private readonly ModelWorld _world;

    private WorldKey(ModelWorld world) => _world = world;

    public static UInt128 Of(ModelWorld world)
    {
        var key = new WorldKey(world);
        key.CollectVersions();
        key.Write();
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(key._bytes), hash);
        return BitConverter.ToUInt128(hash);
    }

    private void CollectVersions()
    {
        var states = _world.Store.Leases.Values.AsEnumerable();
        foreach (var member in _world.Members.Where(static member => member.IsAlive))
        {
            states = states.Concat(member.Sightings.Leases.Select(static lease => lease.State)).Concat(member.Listing ?? []).Concat(member.Wanted);
            foreach (var lease in Leases(member))
            {
                Versions(lease.Name).Add((lease.Epoch, -1));
            }

            if (member.Claim is { Grant: { } grant } claim)
            {
                Versions(claim.Claim.Name).Add((grant.Epoch, -1));
            }
        }

        foreach (var state in states)
        {
            Versions(state.Name).Add((state.Epoch, state.Counter));
        }

        foreach (var versions in _versions.Values)
        {
            var ordered = versions.Distinct().Order().ToList();
            versions.Clear();
            versions.AddRange(ordered);
        }
    }

    private static IEnumerable<Lease> Leases(ModelMember member) =>
        member.Held.All.Select(static held => held.Lease).Concat(member.Renewal is { } renewal ? renewal.Leases : []);

    private List<(long Epoch, long Counter)> Versions(LeaseName name) =>
        _versions.TryGetValue(name, out var versions) ? versions : _versions[name] = [];

    private void Write()
    {
        Add(_world.RestartsLeft);
        foreach (var state in _world.Store.Leases.Values)
        {
            Add(state);
        }

        foreach (var member in _world.Members)
        {
            Add(250);
            Add(member.Restarts);
            if (!member.IsAlive)
            {
                continue;
            }

            Add(member.HasLooked ? 1 : 2);
            foreach (var held in member.Held.All.OrderBy(static held => ModelStore.KeyOf(held.Lease.Name), StringComparer.Ordinal))
            {
                Add(held.Lease);
                Add((int)held.Phase);
                Add(Math.Clamp((held.ValidUntil - _world.Now).TotalSeconds, -1, 9));
            }

            Add(249);
            foreach (var lease in member.Sightings.Leases.OrderBy(static lease => ModelStore.KeyOf(lease.State.Name), StringComparer.Ordinal))
            {
                Add(lease.State);
                Add(Math.Clamp((_world.Now - lease.Since).TotalSeconds, 0, 9));
                Add(Math.Clamp(lease.Still.TotalSeconds, 0, 9));
                AddClaims(member.Held, lease.State.Name);
            }

            Add(member.Listing is null ? 248 : 247);
            foreach (var state in (member.Listing ?? []).Concat(member.Wanted))
            {
                Add(state);
            }

            Add(member.Wanted.Length);
            if (member.Claim is { } claim)
            {
                Add(claim.Claim.Name);
                Add(claim.Grant is { } grant ? Rank(claim.Claim.Name, grant.Epoch, -1) : 246);
                Add(Math.Clamp((_world.Now - claim.Asked).TotalSeconds, 0, 9));
            }

            if (member.Renewal is { } renewal)
            {
                Add(245);
                foreach (var lease in renewal.Leases)
                {
                    Add(lease);
                    Add(renewal.Lost.Contains(lease) ? 1 : 2);
                }

                Add(Math.Clamp((_world.Now - renewal.Asked).TotalSeconds, 0, 9));
            }
        }
    }

    /// <summary>A claim shows only in what it makes of the versions that are about.</summary>
    private void AddClaims(HeldLeases held, LeaseName name)
    {
        foreach (var (epoch, _) in Versions(name))
        {
            Add(held.IsOurs(new LeaseState(name, null, epoch, 0, default)) ? 1 : 2);
        }

        Add(held.IsOurs(new LeaseState(name, null, long.MaxValue, 0, default)) ? 1 : 2);
    }

    private void Add(LeaseState state)
    {
        Add(state.Name);
        Add(state.Owner ?? "-");
        Add(Rank(state.Name, state.Epoch, state.Counter));
    }

    private void Add(Lease lease)
    {
        Add(lease.Name);
        Add(lease.Owner);
        Add(Rank(lease.Name, lease.Epoch, -1));
    }

    private void Add(LeaseName name) => Add(ModelStore.KeyOf(name));

    private void Add(string text)
    {
        foreach (var character in text)
        {
            Add((int)character);
        }

        Add(0);
    }

    private void Add(double value) => Add((int)value);

    private void Add(int value) => _bytes.Add(unchecked((byte)value));

    private int Rank(LeaseName name, long epoch, long counter) => Versions(name).IndexOf((epoch, counter));
}
