using System.Text.Json.Nodes;
using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

public sealed class LagTests(SharedRedis redis)
{
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Lag_says_how_far_a_group_is_behind_and_what_it_gave_up_on(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var handled = new Handled { Fails = static counted => counted.Number == 3 };
        var host = await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 10);
        await handled.UntilAsync(9);
        await Until.HoldsAsync(async () => (await place.ToolAsync("lag", "--group", place.Group, "--over", "0")).Code == 0, () => "the group is still behind");
        var members = await place.ToolAsync("lag", "--group", place.Group, "--json");
        await place.StopAsync(host);
        await place.PublishAsync(10, 7);

        var behind = await place.ToolAsync("lag", "--group", place.Group, "--json");
        var over = await place.ToolAsync("lag", "--group", place.Group, "--over", "6");
        var nobody = await place.ToolAsync("lag", "--group", "nobody");

        Assert.Equal((0, 1, 1), Numbers(members.Rows.Single()!));
        Assert.Equal((7, 0, 1), Numbers(behind.Rows.Single()!));
        Assert.InRange((double)behind.Rows.Single()!["oldest_seconds"]!, 0, 60);
        Assert.Equal((ExitCode.Failed, ExitCode.Input), (over.Code, nobody.Code));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Top_counts_what_comes_in_and_what_groups_settle(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var handled = new Handled();
        var host = await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 10);
        await handled.UntilAsync(10);
        await place.StopAsync(host);

        var looking = place.ToolAsync("top", "--once", "--json", "--interval", "3", "--group", place.Group);
        await place.PublishAsync(10, 60);
        var picture = JsonNode.Parse((await looking).Output)!;
        var table = await place.ToolAsync("top", "--once", "--interval", "0.1", "--group", place.Group);

        // Part of them may have come before the first look.
        var topic = picture["topics"]!.AsArray().Single(topic => (string)topic!["topic"]! == "counted")!;
        var group = picture["groups"]!.AsArray().Single()!;
        Assert.Equal(70, (int)topic["records"]!);
        Assert.InRange((double)topic["in_per_second"]!, 0, 21);
        Assert.Equal((60, 0), ((int)group["lag"]!, (int)group["out_per_second"]!));
        Assert.Contains("counted", table.Output, StringComparison.Ordinal);
        Assert.Contains(place.Group, table.Output, StringComparison.Ordinal);
    }

    private static (int Lag, int Members, int Letters) Numbers(JsonNode row) => ((int)row["lag"]!, (int)row["members"]!, (int)row["dead_letters"]!);
}
