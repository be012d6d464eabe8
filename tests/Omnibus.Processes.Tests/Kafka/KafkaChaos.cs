namespace Omnibus.Processes.Tests.Kafka;

/// <summary>
/// Brokers and consumers that are killed under load. Every event is handled, first deliveries of a key come in order, and the brokers' own log of
/// commits holds none that passes unfinished work.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class KafkaChaos
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_broker_that_restarts_and_consumers_that_die_lose_nothing_and_commit_nothing_unfinished() => RestartAsync(restarts: 1, events: 4_000);

    [Fact(Explicit = true)]
    public Task Five_restarts_with_consumers_killed_and_added_during_a_hundred_thousand_events_lose_nothing() => RestartAsync(restarts: 5, events: 100_000);

    [Fact]
    public async Task One_of_three_nodes_that_is_killed_under_load_costs_nothing_but_time()
    {
        const int Events = 2_000;
        await using var campaign = await KafkaCampaign.CreateAsync(nodes: 3, Stop);
        await campaign.AddWorkerAsync();
        await campaign.AddWorkerAsync();
        var publishing = campaign.PublishAsync(Events);
        await campaign.UntilAsync(Events / 10);

        // Leader of some partitions, and perhaps coordinator of the group or controller.
        await campaign.Cluster.KillNodeAsync(1);
        await publishing;
        await campaign.EndAsync(Events);
    }

    private static async Task RestartAsync(int restarts, int events)
    {
        var random = new Random(Seed());
        await using var campaign = await KafkaCampaign.CreateAsync(nodes: 1, Stop);
        await campaign.AddWorkerAsync();
        await campaign.AddWorkerAsync();
        var publishing = campaign.PublishAsync(events);
        for (var restart = 1; restart <= restarts; restart++)
        {
            await campaign.UntilAsync(random.Next(events * (restart - 1) / (restarts + 1), events * restart / (restarts + 1)) + 1);
            await campaign.KillWorkerAsync(random.Next(campaign.Living));
            await campaign.Cluster.KillAsync();
            await campaign.Cluster.RestartAsync(Stop);
            await campaign.AddWorkerAsync();
        }

        await publishing;
        await campaign.EndAsync(events);
    }

    private static int Seed()
    {
        var seed = Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED") is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"OMNIBUS_TEST_SEED={seed}");
        return seed;
    }
}
