using CsCheck;
using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>Shares of any group, whatever its members read and hold.</summary>
public sealed class FairShareTests
{
    private static readonly string[] s_topics = ["a", "b", "c"];

    private static readonly string[][] s_subsets = [["a"], ["b"], ["a", "b"], ["b", "c"], ["a", "b", "c"]];

    private static readonly Gen<Case> s_alike = Generate(Gen.Const(s_topics));

    private static readonly Gen<Case> s_different = Generate(Gen.Int[0, 4].Select(static choice => s_subsets[choice]));

    [Fact]
    public void Whatever_somebody_reads_is_given_to_one_who_reads_it() => s_different.Sample(group =>
    {
        var after = group.Balanced();
        for (var i = 0; i < after.Length; i++)
        {
            var (topic, before) = (group.Partitions[i].Topic, group.Owners[i]);
            Assert.Equal(before == FairShare.Elsewhere, after[i] == FairShare.Elsewhere);
            if (after[i] == FairShare.Nobody)
            {
                Assert.DoesNotContain(group.Members, member => member.Reads(topic));
            }
            else if (after[i] != before && after[i] >= 0)
            {
                Assert.True(group.Members[after[i]].Reads(topic));
            }
        }
    });

    [Fact]
    public void Nobody_has_two_more_than_another_who_could_take_one() => s_different.Sample(group =>
    {
        var after = group.Balanced();
        var loads = group.Loads(after);
        for (var i = 0; i < after.Length; i++)
        {
            if (after[i] >= 0)
            {
                Assert.All(
                    Enumerable.Range(0, loads.Length).Where(member => group.Members[member].Reads(group.Partitions[i].Topic)),
                    member => Assert.True(loads[member] + 1 >= loads[after[i]]));
            }
        }
    });

    [Fact]
    public void Among_members_that_read_the_same_no_more_moves_than_must() => s_alike.Sample(group =>
    {
        var after = group.Balanced();
        var (before, loads) = (group.Loads(group.Owners), group.Loads(after));
        Assert.True(loads.Max() - loads.Min() <= 1);

        // The greater shares fit best where the most is already.
        var (share, more) = Math.DivRem(loads.Sum(), loads.Length);
        var must = before.OrderDescending().Select((had, rank) => Math.Max(0, had - share - (rank < more ? 1 : 0))).Sum();
        Assert.Equal(must, Enumerable.Range(0, after.Length).Count(i => group.Owners[i] >= 0 && after[i] != group.Owners[i]));
    });

    [Fact]
    public void What_is_balanced_stays_as_it_is() => s_different.Sample(group =>
    {
        var after = group.Balanced();
        Assert.Equal(after, (group with { Owners = after }).Balanced());
    });

    private static Gen<Case> Generate(Gen<string[]> topics) =>
        from members in topics.Array[1, 6]
        from counts in Gen.Int[0, 9].Array[s_topics.Length]
        let partitions = s_topics.SelectMany((topic, index) => Enumerable.Range(0, counts[index]).Select(number => new TopicPartition(topic, number)))
            .Order(FairShare.Order).ToArray()
        from owners in Gen.Int[FairShare.Elsewhere, members.Length - 1].Array[partitions.Length]
        select new Case(partitions, owners, [.. members.Select(static (read, index) => new GroupMember($"m{index}", read))]);

    private sealed record Case(TopicPartition[] Partitions, int[] Owners, GroupMember[] Members)
    {
        public int[] Balanced()
        {
            var owners = Owners.ToArray();
            FairShare.Balance(Partitions, owners, Members);
            return owners;
        }

        public int[] Loads(int[] owners) => [.. Members.Select((_, index) => owners.Count(owner => owner == index))];

        public override string ToString() =>
            $"{string.Join(' ', Partitions.Zip(Owners))} among {string.Join("; ", Members.Select(static member => member.TopicList.Replace('\n', ' ')))}";
    }
}
