using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>A store that fails, hangs, or loses its answers.</summary>
public sealed class LeaseStoreFailureTests
{
    [Fact]
    public async Task A_store_that_is_away_at_the_start_is_waited_for()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        group.Store.Before = static _ => throw new IOException("away");
        var member = await group.StartAsync("a");
        group.Run(TimeSpan.FromMinutes(5));
        Assert.IsType<IOException>(member.Owner.Failure);

        group.Store.Before = null;
        group.RunUntil(() => member.Count == 4, TimeSpan.FromSeconds(4));
        Assert.Null(member.Owner.Failure);
        Assert.Equal(1, member.Owner.Calls.Count(call => call == "recovered"));
    }

    [Fact]
    public async Task A_short_failure_loses_nothing()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 4);
        group.Run(TimeSpan.FromSeconds(4));
        var epochs = member.Owner.Reading;

        group.Store.Before = static _ => throw new IOException("away");
        group.Run(TimeSpan.FromSeconds(5));
        group.Store.Before = null;
        group.Run(TimeSpan.FromSeconds(20));

        Assert.Equal(epochs, member.Owner.Reading);
        Assert.Contains("failed", member.Owner.Calls);
        Assert.Null(member.Owner.Failure);
    }

    [Fact]
    public async Task A_store_that_is_away_for_longer_than_the_lease_means_that_everything_is_lost_and_taken_back_when_it_returns()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 4);
        var epochs = member.Owner.Reading;

        group.Store.Before = static _ => throw new IOException("away");
        group.RunUntil(() => member.Count == 0, TimeSpan.FromSeconds(11));
        Assert.Empty(member.Coordinator.Owned);
        group.Run(TimeSpan.FromMinutes(1));

        group.Store.Before = null;
        group.RunUntil(() => member.Count == 4, TimeSpan.FromSeconds(4));
        Assert.All(member.Owner.Reading, read => Assert.True(read.Value > epochs[read.Key]));
    }

    [Fact]
    public async Task Leases_are_lost_in_time_though_every_call_hangs()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 4);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 4);
        var partition = TestGroup.Partition(0);
        var epoch = member.Owner.Reading[partition];

        var never = new TaskCompletionSource();
        group.Store.Before = _ => never.Task;
        group.RunUntil(() => !member.Coordinator.MayDeliver(partition, epoch), TimeSpan.FromSeconds(10));
        group.RunUntil(() => member.Count == 0, TimeSpan.FromSeconds(2));
        group.RunUntil(() => member.Owner.Failure is TimeoutException, TimeSpan.FromSeconds(11));

        group.Store.Before = null;
        group.RunUntil(() => member.Count == 4, TimeSpan.FromSeconds(20));
        never.SetResult();
        group.Run(TimeSpan.FromSeconds(20));
        Assert.Equal(4, member.Count);
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_made_again_at_once()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var lost = 0;
        group.Store.After = operation => operation == "acquire" && lost++ < 2 ? throw new IOException("the answer is lost") : null;

        var member = await group.StartAsync("a", stable: true);
        group.RunUntil(() => member.Count == 2, TimeSpan.FromSeconds(6));

        Assert.Equal(5, group.Store.Grants.Count);
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_make_a_lease_valid_for_longer()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 1);
        var late = new TaskCompletionSource();
        group.Store.After = operation => operation == "acquire" && group.Store.Grants.Count == 2 ? late.Task : null;
        var member = await group.StartAsync("a", settle: false);
        TestGroup.Await(() => group.Store.Grants.Count == 2);
        member.Time.Advance(TimeSpan.FromSeconds(9));

        group.Store.After = null;
        late.SetResult();
        TestGroup.Await(() => member.Count == 1);
        var (partition, epoch) = Assert.Single(member.Owner.Reading);
        Assert.True(member.Coordinator.MayDeliver(partition, epoch));
        member.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(member.Coordinator.MayDeliver(partition, epoch));
    }

    [Fact]
    public async Task A_renewal_that_is_answered_too_late_revives_nothing_that_was_not_delivered_meanwhile()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 1);
        var member = await group.StartAsync("a");
        TestGroup.Await(() => member.Count == 1);
        var (partition, epoch) = Assert.Single(member.Owner.Reading);
        group.RunUntil(() => group.Store.Find(partition)!.Value.Counter == 1);
        group.Store.Before = static operation => operation == "renew" ? throw new IOException("away") : null;
        group.RunUntil(() => member.Left < TimeSpan.FromSeconds(4));
        var late = new TaskCompletionSource();
        group.Store.Before = null;
        group.Store.After = operation => operation == "renew" ? late.Task : null;
        group.RunUntil(() => group.Store.Find(partition)!.Value.Counter == 2);
        Assert.True(member.Coordinator.MayDeliver(partition, epoch));

        member.Time.Skipped = member.Left;
        Assert.False(member.Coordinator.MayDeliver(partition, epoch));
        Assert.DoesNotContain($"lost {partition}", member.Owner.Calls);
        group.Store.After = null;
        late.SetResult();
        TestGroup.Await(() => member.Owner.Calls.Contains($"lost {partition}"));

        Assert.False(member.Coordinator.MayDeliver(partition, epoch));
        group.RunUntil(() => member.Count == 1, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_topic_that_cannot_be_described_does_not_keep_the_others_from_being_read()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        group.Store.Topic("secret", 2);
        group.Store.Before = static operation => operation == "describe secret" ? throw new UnauthorizedAccessException("no") : null;

        var member = await group.StartAsync("a", topics: ["secret", "logins"]);

        TestGroup.Await(() => member.Count == 2);
        group.Run(TimeSpan.FromSeconds(30));
        Assert.IsType<UnauthorizedAccessException>(member.Owner.Failure);
        group.Store.Before = null;
        group.RunUntil(() => member.Count == 4 && member.Owner.Failure is null, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_release_that_failed_is_made_again()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var first = await group.StartAsync("a");
        TestGroup.Await(() => first.Count == 2);
        var fails = 1;
        group.Store.Before = operation => operation == "release" && fails-- > 0 ? throw new IOException("away") : null;

        var second = await group.StartAsync("b");

        group.RunUntil(() => second.Count == 1, TimeSpan.FromSeconds(6));
        Assert.Contains("failed", first.Owner.Calls);
        group.RunUntil(() => first.Owner.Failure is null, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task The_first_round_prepares_before_it_acquires_also_after_a_failed_start()
    {
        await using var group = new TestGroup();
        group.Store.Topic("logins", 2);
        var fails = 2;
        group.Store.Before = operation => operation == "prepare" && fails-- > 0 ? throw new IOException("away") : null;
        var member = await group.StartAsync("a", start: StartPoint.Latest);

        group.RunUntil(() => member.Count == 2, TimeSpan.FromSeconds(6));

        Assert.Equal([("logins", StartPoint.Latest)], group.Store.Prepared);
    }
}
