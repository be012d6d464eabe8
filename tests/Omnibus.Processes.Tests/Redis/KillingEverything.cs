using System.Collections.Concurrent;

namespace Omnibus.Processes.Tests.Redis;

/// <summary>Consumers are killed in mid work and the server with them, again and again: nothing is lost.</summary>
[Collection(OneAtATime.Name)]
public sealed class KillingEverything
{
    private static readonly TimeSpan s_withoutWork = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("OMNIBUS_SOAK") == "1" ? 20 : 2);

    [Theory]
    [InlineData("Key", 4)]
    [InlineData("None", 1)]
    public Task Consumers_and_the_server_are_killed_and_nothing_is_lost(string ordering, int partitions) =>
        KillAsync(ordering, partitions, events: 2_000, restarts: 2, TimeSpan.FromSeconds(0.5));

    [Theory(Explicit = true)]
    [InlineData("Key", 4)]
    [InlineData("None", 1)]
    public Task Consumers_are_killed_every_second_and_the_server_five_times_during_a_hundred_thousand_events(string ordering, int partitions) =>
        KillAsync(ordering, partitions, events: 100_000, restarts: 5, TimeSpan.FromSeconds(1));

    private static async Task KillAsync(string ordering, int partitions, int events, int restarts, TimeSpan life)
    {
        await using var campaign = await RedisCampaign.CreateAsync(ordering, partitions);
        var handled = new ConcurrentQueue<Handled>();
        var seen = new ConcurrentDictionary<Tick, bool>();
        using var ending = new CancellationTokenSource();
        var kills = 0;
        var workers = Enumerable.Range(0, 2).Select(number => Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                // The same instance each time, so that nothing waits for a lease to run out.
                await using var worker = await Worker.StartAsync([.. campaign.Settings, $"Instance=worker-{number}"]);
                await LiveAsync(worker, life, ending.Token);
                await worker.KillAsync();
                Interlocked.Increment(ref kills);
                foreach (var one in worker.Handled)
                {
                    handled.Enqueue(one);
                    seen[one.Tick] = true;
                }
            }
        })).ToList();

        var step = events / (restarts + 1);
        for (var restart = 0; restart < restarts; restart++)
        {
            var publishing = campaign.PublishAsync(restart * step, step);
            await Until.HoldsAsync(() => seen.Count > (restart * step) + (step / 4), s_most, () => $"{seen.Count} of {events} handled before restart {restart}");
            await campaign.Server.RestartAsync();
            await publishing;
        }

        await campaign.PublishAsync(restarts * step, events - (restarts * step));
        await Until.HoldsAsync(() => seen.Count >= events, s_most, () => $"{seen.Count} of {events} handled");
        await ending.CancelAsync();
        await Task.WhenAll(workers);
        await using var last = await Worker.StartAsync([.. campaign.Settings, "Instance=worker-0"]);
        await Until.HoldsAsync(() => campaign.LookAsync().GetAwaiter().GetResult().Lag == 0, s_most, () => $"something is stuck: {campaign.Describe()}");
        await last.StopAsync();

        List<Handled> all = [.. handled, .. last.Handled];
        var stored = (await campaign.LookAsync()).Stored;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{events} events, {kills} kills, {restarts} restarts: {all.Count - events} handled again, of which {stored - events} were stored twice, "
            + "as their publisher could not know; the others were in the hands of a consumer that was killed before it settled them.");
        Assert.InRange(stored, events, long.MaxValue);
        if (ordering == "Key")
        {
            Campaign.Check(all, events);
        }
        else
        {
            Assert.Equal(events, all.Select(one => one.Tick).Distinct().Count());
        }
    }

    /// <summary>
    /// A worker lives for its time from the first tick that it handles, so that it gets on before it is killed, or until everybody may go. Without work it
    /// waits for some, but not for ever: the other one may have it all.
    /// </summary>
    private static async Task LiveAsync(Worker worker, TimeSpan life, CancellationToken ending)
    {
        var begin = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!ending.IsCancellationRequested && worker.Handled.Count == 0 && TimeProvider.System.GetElapsedTime(begin) < s_withoutWork)
        {
            await look.WaitForNextTickAsync(CancellationToken.None);
        }

        begin = TimeProvider.System.GetTimestamp();
        while (!ending.IsCancellationRequested && TimeProvider.System.GetElapsedTime(begin) < life)
        {
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
