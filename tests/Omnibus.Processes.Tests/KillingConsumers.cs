using System.Diagnostics;

namespace Omnibus.Processes.Tests;

[Collection(OneAtATime.Name)]
public sealed class KillingConsumers
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(90);

    [Fact]
    public Task A_consumer_that_is_killed_in_mid_work_again_and_again_loses_nothing_and_keeps_the_order_of_keys() => KillAsync(kills: 4, events: 2_000);

    [Fact(Explicit = true)]
    public Task Twenty_kills_during_twenty_thousand_events_lose_nothing() => KillAsync(kills: 20, events: 20_000);

    [Fact]
    public async Task When_one_of_two_is_killed_the_other_takes_over_within_the_lease()
    {
        await using var campaign = await Campaign.CreateAsync();
        await using var first = await Worker.StartAsync(campaign.File);
        await using var second = await Worker.StartAsync(campaign.File);
        var published = 0;
        await SharedAsync(campaign, first, second, () => published, count => published = count);

        await first.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        await campaign.PublishAsync(published, 400);
        published += 400;
        await Until.HoldsAsync(() => AllHandled(published, first, second), s_most, () => $"{first.Handled.Count} + {second.Handled.Count} of {published}");

        // Ten seconds of lease, and a round or two to notice.
        var took = Stopwatch.GetElapsedTime(killed);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Campaign.Check([.. first.Handled, .. second.Handled], published);
    }

    [Fact]
    public async Task A_restarted_instance_takes_back_at_once_what_it_owned()
    {
        await using var campaign = await Campaign.CreateAsync();
        await campaign.PublishAsync(0, 200);
        await using var first = await Worker.StartAsync(campaign.File, instance: "one");
        await first.UntilAsync(200, s_most);
        await first.KillAsync();
        await campaign.PublishAsync(200, 200);

        await using var again = await Worker.StartAsync(campaign.File, instance: "one");
        var ready = Stopwatch.GetTimestamp();
        await Until.HoldsAsync(() => AllHandled(400, first, again), s_most, () => $"{again.Handled.Count} handled after the restart");

        // Well under the lease of ten seconds; on a quiet machine well under one.
        var took = Stopwatch.GetElapsedTime(ready);
        TestContext.Current.TestOutputHelper!.WriteLine($"resumed after {took.TotalMilliseconds:0} ms");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Campaign.Check([.. first.Handled, .. again.Handled], 400);
    }

    [Fact]
    public async Task A_consumer_that_froze_past_its_lease_cannot_settle_any_more()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no SIGSTOP.");
        }

        await using var campaign = await Campaign.CreateAsync();
        await using var frozen = await Worker.StartAsync(campaign.File);
        await campaign.PublishAsync(0, 200);
        await frozen.UntilAsync(200, s_most);
        frozen.Signal("STOP");
        await campaign.PublishAsync(200, 400);
        await using var other = await Worker.StartAsync(campaign.File);
        await other.UntilAsync(400, s_most);
        await Until.HoldsAsync(() => campaign.LagAsync().GetAwaiter().GetResult() == 0, s_most, () => "the new owner has not settled everything");

        frozen.Signal("CONT");
        await campaign.PublishAsync(600, 200);
        await Until.HoldsAsync(() => AllHandled(800, frozen, other), s_most, () => $"{frozen.Handled.Count} + {other.Handled.Count} of 800");
        await Until.HoldsAsync(() => campaign.LagAsync().GetAwaiter().GetResult() == 0, s_most, () => "a position went back");
        await frozen.StopAsync();
        await other.StopAsync();

        Assert.Equal(0, await campaign.LagAsync());
        Campaign.Check([.. frozen.Handled, .. other.Handled], 800);
    }

    private static async Task KillAsync(int kills, int events)
    {
        var random = new Random(TestSeed());
        await using var campaign = await Campaign.CreateAsync();
        var publishing = campaign.PublishAsync(0, events);
        var handled = new List<Handled>();
        for (var kill = 0; kill < kills; kill++)
        {
            // The same instance each time, so that nothing waits for a lease to run out.
            await using var worker = await Worker.StartAsync(campaign.File, instance: "one");
            await worker.UntilAsync(random.Next(1, Math.Max(2, events / kills / 2)), s_most);
            await worker.KillAsync();
            handled.AddRange(worker.Handled);
        }

        await publishing;
        await using var last = await Worker.StartAsync(campaign.File, instance: "one");
        var left = handled.Select(one => one.Tick).ToHashSet();
        await Until.HoldsAsync(
            () => left.Union(last.Handled.Select(one => one.Tick)).Count() == events, s_most, () => $"{left.Union(last.Handled.Select(one => one.Tick)).Count()} of {events} handled");
        await Until.HoldsAsync(() => campaign.LagAsync().GetAwaiter().GetResult() == 0, s_most, () => "something is stuck");
        await last.StopAsync();

        Assert.Equal(0, await campaign.LagAsync());
        Campaign.Check([.. handled, .. last.Handled], events);
    }

    /// <summary>Publishes until both have handled something since both are there: the partitions are shared.</summary>
    private static async Task SharedAsync(Campaign campaign, Worker first, Worker second, Func<int> published, Action<int> set)
    {
        var before = (first.Handled.Count, second.Handled.Count);
        while (first.Handled.Count == before.Item1 || second.Handled.Count == before.Item2)
        {
            await campaign.PublishAsync(published(), 200);
            set(published() + 200);
            await Until.HoldsAsync(() => AllHandled(published(), first, second), s_most, () => $"{first.Handled.Count} + {second.Handled.Count} of {published()}");
        }
    }

    private static bool AllHandled(int count, params Worker[] workers) =>
        workers.SelectMany(worker => worker.Handled).Select(one => one.Tick).Distinct().Count() >= count;

    private static int TestSeed()
    {
        var seed = Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED") is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"OMNIBUS_TEST_SEED={seed}");
        return seed;
    }
}
