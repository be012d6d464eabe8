using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>Members that die, freeze, come back, and share a name.</summary>
public sealed class LeaseTakeOverTests
{
    [Fact]
    public async Task The_leases_of_a_dead_member_are_taken_over_once_their_counters_stood_still_for_the_duration()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var first = await group.StartAsync("a");
        var second = await group.StartAsync("b");
        group.RunUntil(() => first.Count == 2 && second.Count == 2);
        var epochs = first.Owner.Reading;

        first.Crash();
        group.Run(TimeSpan.FromSeconds(6));
        Assert.Equal(2, second.Count);
        group.RunUntil(() => second.Count == 4, TimeSpan.FromSeconds(7));

        Assert.Equal(["b"], second.Coordinator.Members);
        group.RunUntil(() => group.Store.Members.Count == 1, TimeSpan.FromSeconds(3));
        Assert.All(epochs, lost => Assert.False(group.Store.Settle(TestGroup.Name, lost.Key, lost.Value)));
        Assert.All(second.Owner.Reading, taken => Assert.True(group.Store.Settle(TestGroup.Name, taken.Key, taken.Value)));
    }

    [Fact]
    public async Task A_lease_whose_duration_is_longer_than_ours_is_left_alone_for_that_long()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 1);
        group.Store.Seize(LeaseName.Of(TestGroup.Name, TestGroup.Partition(0)), "patient", TimeSpan.FromSeconds(40));

        var member = await group.StartAsync("a");
        group.Run(TimeSpan.FromSeconds(38));
        Assert.Equal(0, member.Count);
        group.RunUntil(() => member.Count == 1, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_frozen_member_knows_by_its_own_clock_that_it_may_not_deliver_and_comes_back_as_a_member()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var frozen = await group.StartAsync("a");
        var other = await group.StartAsync("b");
        group.RunUntil(() => frozen.Count == 2 && other.Count == 2);
        var before = frozen.Owner.Reading;

        frozen.Freeze();
        group.RunUntil(() => other.Count == 4);
        frozen.ThawWithoutTimers();
        Assert.All(before, read => Assert.False(frozen.Coordinator.MayDeliver(read.Key, read.Value)));
        Assert.True(frozen.Time.GetTimestamp() >= frozen.Coordinator.ValidUntilTimestamp);
        Assert.All(before, read => Assert.False(group.Store.Settle(TestGroup.Name, read.Key, read.Value)));

        frozen.Thaw();
        group.RunUntil(() => frozen.Count == 2 && other.Count == 2);
        Assert.Equal(1, frozen.Owner.Calls.Count(call => call.StartsWith("lost", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stable_member_takes_back_what_it_had_at_once_when_it_restarts()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var first = await group.StartAsync("a", stable: true);
        var other = await group.StartAsync("b", stable: true);
        group.RunUntil(() => first.Count == 2 && other.Count == 2);
        var had = first.Owner.Reading;
        first.Crash();
        group.Run(TimeSpan.FromSeconds(1));

        var second = await group.StartAsync("a", stable: true);

        TestGroup.Await(() => second.Count == 2);
        Assert.All(second.Owner.Reading, taken => Assert.True(taken.Value > had[taken.Key]));
        group.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(2, other.Count);
        Assert.DoesNotContain(other.Owner.Calls, call => call.StartsWith("revoking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_processes_with_one_name_the_newer_works_and_the_older_says_what_is_wrong()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var older = await group.StartAsync("a", stable: true);
        group.Run(TimeSpan.FromSeconds(5));
        var newer = await group.StartAsync("a", stable: true);

        group.RunUntil(() => older.Count == 0 && newer.Count == 4, TimeSpan.FromSeconds(5));
        var grants = group.Store.Grants.Count;
        group.Run(TimeSpan.FromMinutes(1));

        Assert.Equal(grants, group.Store.Grants.Count);
        Assert.Contains("Omnibus:Instance", older.Owner.Failure?.Message, StringComparison.Ordinal);
        Assert.Null(newer.Owner.Failure);

        await newer.StopAsync();
        group.RunUntil(() => older.Count == 4 && older.Owner.Failure is null, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_lease_that_a_settlement_found_lost_is_forgotten_and_taken_again_when_it_stands_still()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 2);
        var epoch = group.Store.Seize(LeaseName.Of(TestGroup.Name, TestGroup.Partition(1)), "stranger", TimeSpan.FromSeconds(10));

        member.Owner.Drop(TestGroup.Partition(1));
        member.Coordinator.LeaseLost([TestGroup.Partition(1)]);
        Assert.Equal([TestGroup.Partition(0)], member.Coordinator.Owned);
        Assert.False(member.Coordinator.MayDeliver(TestGroup.Partition(1), epoch));
        group.Run(TimeSpan.FromSeconds(8));
        Assert.Equal(1, member.Count);
        group.RunUntil(() => member.Count == 2, TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(member.Owner.Calls, call => call.StartsWith("lost", StringComparison.Ordinal));
        Assert.True(member.Owner.Reading[TestGroup.Partition(1)] > epoch);
    }

    [Fact]
    public async Task A_partition_that_is_lost_while_it_drains_is_not_released_and_not_taken_again_before_the_drain_ended()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 2);
        member.Owner.DrainsAtOnce = false;
        var other = await group.StartAsync("b");
        group.RunUntil(() => member.Owner.Draining.Count == 1);
        var partition = member.Owner.Draining[0];

        group.Store.Seize(LeaseName.Of(TestGroup.Name, partition), "stranger", TimeSpan.FromSeconds(10));
        await other.StopAsync();
        group.RunUntil(() => member.Owner.Calls.Contains($"lost {partition}"), TimeSpan.FromSeconds(5));
        group.Run(TimeSpan.FromMinutes(1));
        Assert.Equal("stranger", group.Store.OwnerOf(partition));

        member.Owner.Drained(partition);
        group.RunUntil(() => member.Count == 2, TimeSpan.FromSeconds(3));
    }
}
