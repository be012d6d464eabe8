namespace Omnibus.Core.Tests.Coordination;

/// <summary>Leaving a group.</summary>
public sealed class LeaseStopTests
{
    [Fact]
    public async Task Stopping_drains_then_releases_everything_with_the_membership()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 4);

        await member.StopAsync();

        Assert.Empty(group.Store.HeldBy("a"));
        Assert.Empty(group.Store.Members);
        Assert.Empty(member.Coordinator.Owned);
        Assert.Equal(4, member.Owner.Calls.Count(call => call.StartsWith("revoking", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task While_it_drains_a_stopping_member_renews_and_others_neither_take_its_partitions_nor_keep_a_share_for_it()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var leaving = await group.StartAsync("a");
        var staying = await group.StartAsync("b");
        group.RunUntil(() => leaving.Count == 2 && staying.Count == 2);
        leaving.Owner.DrainsAtOnce = false;
        var stop = leaving.StopAsync();
        TestGroup.Await(() => leaving.Owner.Draining.Count == 2 && group.Store.Members.Count == 1);
        var (slow, quick) = (leaving.Owner.Draining[0], leaving.Owner.Draining[1]);

        group.Run(TimeSpan.FromSeconds(20));
        Assert.Equal(2, group.Store.HeldBy("a").Count);
        leaving.Owner.Drained(quick);
        group.RunUntil(() => staying.Count == 3, TimeSpan.FromSeconds(3));
        Assert.Equal("a", group.Store.OwnerOf(slow));
        leaving.Owner.Drained(slow);
        group.RunUntil(() => staying.Count == 4, TimeSpan.FromSeconds(3));
        await stop;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_drain_that_takes_too_long_is_cut_off_by_the_token_and_the_leases_are_released(bool drainsListen)
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 2);
        member.Owner.DrainsAtOnce = false;
        member.Owner.DrainsListen = drainsListen;
        using var limit = new CancellationTokenSource();

        var stop = member.Coordinator.StopAsync(limit.Token);
        TestGroup.Await(() => member.Owner.Draining.Count == 2);
        Assert.False(stop.IsCompleted);
        await limit.CancelAsync();
        await stop.WaitAsync(TestGroup.Bound);

        Assert.Empty(group.Store.HeldBy("a"));
    }

    [Fact]
    public async Task Stopping_twice_and_at_the_same_time_and_without_a_start_is_safe()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 2);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(member.StopAsync)));
        await member.StopAsync();
        Assert.Equal(2, member.Owner.Calls.Count(call => call.StartsWith("revoking", StringComparison.Ordinal)));

        var idle = new TestMember("b", group.Store, ["logins"], Drivers.StartPoint.Earliest, stable: false);
        await idle.StopAsync();
        await idle.Coordinator.StartAsync(TestContext.Current.CancellationToken);
        group.Run(TimeSpan.FromSeconds(5));
        Assert.Empty(idle.Owner.Calls);
    }

    [Fact]
    public async Task A_hanging_store_does_not_keep_a_member_from_stopping()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 2);
        group.Store.Before = _ => new TaskCompletionSource().Task;
        group.Run(TimeSpan.FromSeconds(2));

        var stop = member.Coordinator.StopAsync(new CancellationToken(canceled: true));
        await TestGroup.AwaitStopAsync(member, stop);
        var calls = member.Owner.Calls.Count;
        member.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(calls, member.Owner.Calls.Count);
    }

    [Fact]
    public async Task A_lease_that_was_granted_while_stopping_is_given_back()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var late = new TaskCompletionSource();
        group.Store.After = operation => operation == "acquire" && group.Store.Grants.Count == 2 ? late.Task : null;
        var member = await group.StartAsync("a", settle: false);
        TestGroup.Await(() => group.Store.Grants.Count == 2);

        var stop = member.StopAsync();
        late.SetResult();
        await stop;

        Assert.Empty(group.Store.HeldBy("a"));
        Assert.Empty(group.Store.Members);
        Assert.Empty(member.Owner.Calls);
    }

    [Fact]
    public async Task A_failing_drain_does_not_keep_the_partition_from_others()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var first = await group.StartAsync("a");
        TestGroup.Await(() => first.Count == 2);
        first.Owner.DrainFails = true;

        var second = await group.StartAsync("b");

        group.RunUntil(() => second.Count == 1, TimeSpan.FromSeconds(4));
        Assert.Contains("failed", first.Owner.Calls);
    }
}
