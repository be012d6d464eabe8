using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>Who reads what, in a group where everything works.</summary>
public sealed class LeaseBalanceTests
{
    [Fact]
    public async Task A_first_member_takes_everything_at_once()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 8);

        var alone = await group.StartAsync("a");

        TestGroup.Await(() => alone.Count == 8);
        Assert.Equal(8, alone.Coordinator.Owned.Count);
        Assert.Equal(["a"], alone.Coordinator.Members);
        Assert.Equal([("logins", StartPoint.Earliest)], group.Store.Prepared);
    }

    [Fact]
    public async Task A_first_member_gives_half_away_when_a_second_arrives()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 8);
        var first = await group.StartAsync("a");
        group.Run(TimeSpan.FromSeconds(5));

        var second = await group.StartAsync("b");
        var took = group.RunUntil(() => second.Count == 4);

        Assert.Equal(4, first.Count);
        Assert.True(took < TimeSpan.FromSeconds(4), $"It took {took}.");
        Assert.Equal(["a", "b"], first.Coordinator.Members);
        Assert.DoesNotContain(first.Owner.Calls, call => call.StartsWith("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_a_steady_group_no_lease_moves()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 7);
        group.Store.Topic("grades", 1);
        var members = new List<TestMember>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            members.Add(await group.StartAsync(name, topics: ["logins", "grades"]));
        }

        group.Run(TimeSpan.FromSeconds(20));
        var grants = group.Store.Grants.Count;
        group.Run(TimeSpan.FromMinutes(2));

        Assert.Equal(grants, group.Store.Grants.Count);
        Assert.Equal([2, 3, 3], members.Select(member => member.Count).Order());
        Assert.All(members, member => Assert.Null(member.Owner.Failure));
    }

    [Fact]
    public async Task A_partition_is_released_only_after_it_was_drained_and_the_lease_is_renewed_meanwhile()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var first = await group.StartAsync("a");
        TestGroup.Await(() => first.Count == 2);
        first.Owner.DrainsAtOnce = false;

        var second = await group.StartAsync("b");
        group.RunUntil(() => first.Owner.Draining.Count == 1);
        var draining = first.Owner.Draining[0];
        group.Run(TimeSpan.FromMinutes(3));
        Assert.Equal("a", group.Store.OwnerOf(draining));
        Assert.Equal(0, second.Count);
        Assert.Contains(draining, first.Coordinator.Owned);

        first.Owner.Drained(draining);
        group.RunUntil(() => second.Count == 1, TimeSpan.FromSeconds(2));
        Assert.Equal("b", group.Store.OwnerOf(draining));
    }

    [Fact]
    public async Task One_slow_drain_does_not_hold_the_others_up()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 8);
        var first = await group.StartAsync("a");
        TestGroup.Await(() => first.Count == 8);
        first.Owner.DrainsAtOnce = false;

        var second = await group.StartAsync("b");
        group.RunUntil(() => first.Owner.Draining.Count == 4);
        foreach (var partition in first.Owner.Draining.Skip(1))
        {
            first.Owner.Drained(partition);
        }

        group.RunUntil(() => second.Count == 3, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task More_members_than_partitions_stay_members_and_one_takes_over_when_another_leaves()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var members = new List<TestMember>();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            members.Add(await group.StartAsync(name));
        }

        group.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(["a", "b", "c", "d"], members[3].Coordinator.Members);
        Assert.Equal(2, members.Count(member => member.Count == 1));
        Assert.Equal(2, members.Count(member => member.Count == 0));

        await members.First(member => member.Count == 1).StopAsync();
        group.RunUntil(() => members.Sum(member => member.Count) == 2, TimeSpan.FromSeconds(3));
        Assert.Equal(3, group.Store.Members.Count);
    }

    [Fact]
    public async Task Members_with_different_topics_share_what_they_have_in_common_and_nothing_stays_unread()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        group.Store.Topic("grades", 2);
        var first = await group.StartAsync("a", topics: ["logins"]);
        var second = await group.StartAsync("b", topics: ["grades", "logins"]);

        group.Run(TimeSpan.FromSeconds(20));

        Assert.Equal(6, first.Count + second.Count);
        Assert.Equal(3, first.Count);
        Assert.All(first.Owner.Reading.Keys, partition => Assert.Equal("logins", partition.Topic));
        Assert.Equal(2, second.Owner.Reading.Keys.Count(partition => partition.Topic == "grades"));
    }

    [Fact]
    public async Task Members_with_nothing_in_common_leave_each_other_alone()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        group.Store.Topic("grades", 2);
        var first = await group.StartAsync("a", topics: ["logins"]);
        group.Run(TimeSpan.FromSeconds(2));
        var second = await group.StartAsync("b", topics: ["grades"]);

        group.Run(TimeSpan.FromMinutes(1));

        Assert.Equal(4, first.Count);
        Assert.Equal(2, second.Count);
        Assert.DoesNotContain(first.Owner.Calls, call => call.StartsWith("revoking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Topics_that_appear_or_grow_later_are_read_from_their_beginning_even_by_a_group_that_starts_latest()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var member = await group.StartAsync("a", start: StartPoint.Latest, topics: ["logins", "grades"]);
        TestGroup.Await(() => member.Count == 2);

        group.Store.Topic("grades", 3);
        group.Store.Topic("logins", 4);
        group.RunUntil(() => member.Count == 7, TimeSpan.FromSeconds(20));

        Assert.Equal(
            [("logins", StartPoint.Latest), ("logins", StartPoint.Earliest), ("grades", StartPoint.Earliest)], group.Store.Prepared);
        Assert.Null(member.Owner.Failure);
    }
}
