using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>
/// Decides what a member does, from what it saw of its group and what it holds. Pure and deterministic, so that a test can explore it without threads.
/// </summary>
internal static class LeasePlanner
{
    /// <summary>Plans one round of a member whose own membership is held.</summary>
    /// <param name="me">The member.</param>
    /// <param name="known">Every partition of its topics.</param>
    /// <param name="seen">The group's leases, and one for each known partition.</param>
    /// <param name="held">What the member holds.</param>
    /// <param name="patience">
    /// How long something may lie about before we take it though it is another's share: a member that lives and does not take what it should must
    /// not leave a partition unread.
    /// </param>
    public static LeasePlan Plan(GroupMember me, IReadOnlySet<TopicPartition> known, LeaseSightings seen, HeldLeases held, TimeSpan patience)
    {
        var members = LiveMembers(me, seen);
        var self = members.FindIndex(member => member.Name == me.Name);
        var leases = seen.Leases
            .Where(lease => lease.State.Name.Partition is { } partition && (known.Contains(partition) || !lease.IsTakeable))
            .OrderBy(lease => lease.State.Name.Partition!.Value, FairShare.Order)
            .ToList();
        var partitions = leases.ConvertAll(lease => lease.State.Name.Partition!.Value);
        var owners = leases.Select(lease => OwnerOf(lease, me, members, held)).ToArray();
        FairShare.Balance(partitions, owners, members);

        var acquire = new List<LeaseState>();
        var giveUp = new List<TopicPartition>();
        for (var i = 0; i < leases.Count; i++)
        {
            var (lease, state) = (leases[i], leases[i].State);
            if (held.Find(state.Name) is { } mine)
            {
                if (mine.Phase == LeasePhase.Held && owners[i] >= 0 && owners[i] != self)
                {
                    giveUp.Add(partitions[i]);
                }
            }
            else if (known.Contains(partitions[i])
                && (IsOurs(state, me, held) || (lease.IsTakeable && (owners[i] == self || lease.Still >= patience))))
            {
                acquire.Add(state);
            }
        }

        return new LeasePlan
        {
            Acquire = acquire,
            GiveUp = giveUp,
            Bury = self == 0 ? [.. Memberships(seen).Where(lease => lease.IsTakeable && lease.State.Name.Member != me.Name).Select(lease => lease.State)] : [],
            Members = members.ConvertAll(member => member.Name),
        };
    }

    private static IEnumerable<SeenLease> Memberships(LeaseSightings seen) =>
        seen.Leases.Where(lease => lease.State is { Name.Member: not null, Owner: not null });

    private static List<GroupMember> LiveMembers(GroupMember me, LeaseSightings seen) =>
    [
        .. Memberships(seen)
            .Where(lease => !lease.IsTakeable && lease.State.Name.Member != me.Name)
            .Select(lease => me.Other(lease.State.Name.Member!, lease.State.Owner!))
            .Append(me)
            .OrderBy(member => member.Name, StringComparer.Ordinal),
    ];

    private static int OwnerOf(SeenLease lease, GroupMember me, List<GroupMember> members, HeldLeases held)
    {
        if (held.Find(lease.State.Name) is { IsKept: true } || IsOurs(lease.State, me, held))
        {
            return members.IndexOf(me);
        }

        if (lease.IsTakeable)
        {
            return FairShare.Nobody;
        }

        var owner = members.FindIndex(member => member.Name == lease.State.Owner && member != me);
        return owner >= 0 ? owner : FairShare.Elsewhere;
    }

    private static bool IsOurs(LeaseState state, GroupMember me, HeldLeases held) => state.Owner == me.Name && held.IsOurs(state);
}
