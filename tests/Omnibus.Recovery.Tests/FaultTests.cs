using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Recovery.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Recovery.Tests;

/// <summary>A broker that is full, or that does not let the operator.</summary>
public sealed class FaultTests(SharedRedis redis)
{
    private const int Letters = 5;

    [Fact]
    public async Task A_full_broker_is_said_and_when_there_is_room_again_every_letter_is_redriven_once()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { NeedsControl = true }, TestContext.Current.CancellationToken);
        await using var place = await Place.CreateAsync("redis", redis, server: server);
        var handled = await PlantAsync(place);
        using var plain = await ConnectionMultiplexer.ConnectAsync($"{server.Address},allowAdmin=true");
        await plain.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        var full = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group);
        var left = await CountAsync(place);
        await plain.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        var again = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--take-over");
        await handled.UntilAsync(50);

        Assert.Equal(ExitCode.Unavailable, full.Code);
        Assert.Contains("StorageFull", full.Error, StringComparison.Ordinal);
        Assert.Equal((Letters, 0), (left, again.Code));
        Assert.Equal(Enumerable.Range(0, 50).Select(number => (long)number), handled.Numbers.Order());
        Assert.Equal(0, await CountAsync(place));
    }

    [Fact]
    public async Task An_operator_who_may_only_read_sees_the_letters_and_is_refused_the_rest()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { NeedsControl = true }, TestContext.Current.CancellationToken);
        await using var place = await Place.CreateAsync("redis", redis, server: server);
        var handled = await PlantAsync(place);
        using var plain = await ConnectionMultiplexer.ConnectAsync($"{server.Address},allowAdmin=true");
        await plain.GetDatabase().ExecuteAsync("ACL", "SETUSER", "looker", "on", ">look", "~*", "&*", "+@all", "-@write");
        string[] looker = ["--transport", "looker", "--set", "Transports:looker:Driver=redis", "--set", $"Transports:looker:Url=redis://looker:look@{server.Address}"];

        var list = await place.ToolAsync(["dead-letters", "list", "--group", place.Group, "--each", "--json", .. looker]);
        var redrive = await place.ToolAsync(["dead-letters", "redrive", "--group", place.Group, .. looker]);
        var drop = await place.ToolAsync(["dead-letters", "drop", "--group", place.Group, "--all", .. looker]);

        Assert.Equal(Letters, list.Rows.Count);
        Assert.All(
            [redrive, drop],
            outcome =>
            {
                Assert.Equal(ExitCode.Configuration, outcome.Code);
                Assert.Contains("PermissionDenied", outcome.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("look@", outcome.Error, StringComparison.Ordinal);
            });
        Assert.Equal(Letters, await CountAsync(place));
        Assert.Equal(45, handled.All.Count);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Where_nothing_failed_there_is_nothing_to_redrive_to_drop_or_to_show(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);

        var redrive = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--topic", "counted");
        var drop = await place.ToolAsync("dead-letters", "drop", "--group", place.Group, "--all");
        var show = await place.ToolAsync("dead-letters", "show", "--group", place.Group, "--topic", "counted");

        Assert.Equal((0, 0, 0, ""), (redrive.Code, drop.Code, show.Code, show.Output));
        Assert.Contains("Nothing to redrive", redrive.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing to drop", drop.Error, StringComparison.Ordinal);
    }

    private static async Task<Handled> PlantAsync(Place place)
    {
        var handled = new Handled { Fails = static counted => counted.Number % 10 == 3 };
        await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 50);
        await handled.UntilAsync(45);
        await Until.HoldsAsync(async () => await CountAsync(place) == Letters, () => "not all failures are dead letters");
        handled.Fails = static _ => false;
        return handled;
    }

    private static async Task<int> CountAsync(Place place) => (await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--each", "--json")).Rows.Count;
}
