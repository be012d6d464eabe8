using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>
/// Who should own what. Every member computes the same from the same listing, so that they need not speak: loads differ by at most one among members
/// that read the same topics, nothing moves that need not, and nothing is given to a member that does not read it.
/// </summary>
internal static class FairShare
{
    /// <summary>Nobody owns it yet: somebody should.</summary>
    public const int Nobody = -1;

    /// <summary>It is held by someone who is not a member, for example one that is leaving: not to be had now.</summary>
    public const int Elsewhere = -2;

    /// <summary>Where a partition stands when shares are cut: by number, then by topic, so that each member gets some of each topic.</summary>
    public static IComparer<TopicPartition> Order { get; } = Comparer<TopicPartition>.Create(static (left, right) =>
        left.Partition != right.Partition ? left.Partition.CompareTo(right.Partition) : string.CompareOrdinal(left.Topic, right.Topic));

    /// <summary>Changes <paramref name="owners"/>, places in <paramref name="members"/>, from how it is to how it should be.</summary>
    /// <param name="partitions">The partitions, in <see cref="Order"/>.</param>
    /// <param name="owners">The owner of each, or one of the constants.</param>
    /// <param name="members">The members, in the order of their names.</param>
    public static void Balance(IReadOnlyList<TopicPartition> partitions, int[] owners, IReadOnlyList<GroupMember> members)
    {
        var loads = new int[members.Count];
        foreach (var owner in owners.Where(static owner => owner >= 0))
        {
            loads[owner]++;
        }

        for (var i = 0; i < owners.Length; i++)
        {
            if (owners[i] == Nobody && LeastLoaded(partitions[i].Topic, loads, members) is >= 0 and var member)
            {
                owners[i] = member;
                loads[member]++;
            }
        }

        while (MoveOne(partitions, owners, loads, members))
        {
            // The sum of the squares of the loads falls with each move.
        }
    }

    /// <summary>Moves a partition across the widest gap; false where no gap is wider than one.</summary>
    private static bool MoveOne(IReadOnlyList<TopicPartition> partitions, int[] owners, int[] loads, IReadOnlyList<GroupMember> members)
    {
        var takers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (moved, taker, widest) = (-1, -1, 1);
        for (var i = owners.Length - 1; i >= 0; i--)
        {
            if (owners[i] < 0)
            {
                continue;
            }

            var topic = partitions[i].Topic;
            if (!takers.TryGetValue(topic, out var candidate))
            {
                takers[topic] = candidate = LeastLoaded(topic, loads, members);
            }

            if (candidate >= 0 && loads[owners[i]] - loads[candidate] > widest)
            {
                (moved, taker, widest) = (i, candidate, loads[owners[i]] - loads[candidate]);
            }
        }

        if (moved < 0)
        {
            return false;
        }

        loads[owners[moved]]--;
        loads[taker]++;
        owners[moved] = taker;
        return true;
    }

    private static int LeastLoaded(string topic, int[] loads, IReadOnlyList<GroupMember> members)
    {
        var least = -1;
        for (var i = 0; i < loads.Length; i++)
        {
            if ((least < 0 || loads[i] < loads[least]) && members[i].Reads(topic))
            {
                least = i;
            }
        }

        return least;
    }
}
