using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

public sealed class RedriveTests(SharedRedis redis)
{
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Only_the_handler_that_failed_and_only_its_group_sees_a_redriven_event_again(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var (good, bad, other) = (new First(), new Second { Fails = static counted => counted.Number % 10 == 3 }, new Handled());
        await place.ReadAsync(consumer => consumer.Handle(good).Handle(bad));
        await place.StartAsync(bus => bus.Consumer("other").Handle(other));
        await place.PublishAsync(0, 30);
        await LettersAsync(place, 3);

        var list = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--json");
        bad.Fails = static _ => false;
        var redriven = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--json");
        await bad.UntilAsync(30);

        Assert.Equal((3, "counted", nameof(Second), "HandlerFailed"), ((int)list.Rows[0]!["letters"]!, (string)list.Rows[0]!["topic"]!, (string)list.Rows[0]!["handler"]!, (string)list.Rows[0]!["reason"]!));
        Assert.Equal((0, 3), (redriven.Code, (int)redriven.Rows[0]!["done"]!));
        Assert.Contains("audit", redriven.Error, StringComparison.Ordinal);
        Assert.Equal([3, 13, 23], bad.All.Where(seen => seen.Redrives == 1).Select(seen => seen.Number).Order());
        Assert.Equal(Enumerable.Range(0, 30).Select(number => (long)number), good.Numbers.Order());
        await other.UntilAsync(30);
        Assert.Equal(30, other.All.Count);

        // The handler sees a redriven event where it first was.
        var before = good.All.ToDictionary(seen => seen.Number);
        Assert.All(bad.All, seen => Assert.Equal(before[seen.Number] with { Redrives = seen.Redrives }, seen));
        Assert.Equal("[]", (await place.ToolAsync("dead-letters", "list", "--json")).Output.Trim());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task What_fails_again_comes_back_with_its_count_until_it_is_left_alone(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var bad = new First { Fails = static counted => counted.Number == 3 };
        await place.ReadAsync(consumer => consumer.Handle(bad));
        await place.PublishAsync(0, 10);
        for (var time = 0; time < 3; time++)
        {
            await LettersAsync(place, 1, redrives: time);
            Assert.Equal(1, (int)(await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--json")).Rows[0]!["done"]!);
        }

        await LettersAsync(place, 1, redrives: 3);
        var left = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group);
        var each = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--each", "--json");
        bad.Fails = static _ => false;
        var again = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--most-redrives", "4", "--json");
        await bad.UntilAsync(10);

        Assert.Equal(0, left.Code);
        Assert.Contains("0 redriven. 1 were left alone", left.Error, StringComparison.Ordinal);
        Assert.Equal((3, "counted"), ((int)each.Rows.Single()!["redrives"]!, (string)each.Rows.Single()!["topic"]!));
        Assert.Equal(1, (int)again.Rows[0]!["done"]!);
        Assert.Equal(4, bad.All.Single(seen => seen.Number == 3).Redrives);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Letters_are_chosen_by_what_they_say_of_themselves_and_a_dry_run_changes_nothing(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var (one, two) = (new First { Fails = static counted => counted.Number == 1 }, new Second { Fails = static counted => counted.Number is 1 or 2 });
        var host = await place.ReadAsync(consumer => consumer.Handle(one).Handle(two));
        await place.PublishAsync(0, 10);
        await LettersAsync(place, 2);
        await place.StopAsync(host);

        await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--dry-run");
        var byHandler = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--handler", nameof(First), "--each", "--json");
        var byReason = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--reason", "Undecodable", "--each", "--json");
        var bySince = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--since", "2000-01-01", "--until", "2001-01-01", "--each", "--json");
        var shown = await place.ToolAsync("dead-letters", "show", "--group", place.Group, "--handler", nameof(First));
        var refused = await place.ToolAsync("dead-letters", "drop", "--group", place.Group);
        var dropped = await place.ToolAsync("dead-letters", "drop", "--group", place.Group, "--id", (string)byHandler.Rows[0]!["id"]!, "--json");

        Assert.Equal($"{nameof(First)},{nameof(Second)}", (string)byHandler.Rows.Single()!["handler"]!);
        Assert.Empty(byReason.Rows);
        Assert.Empty(bySince.Rows);
        Assert.Contains("\"data\":{\"key\":\"key-1\",\"number\":1}", shown.Lines.Single(), StringComparison.Ordinal);
        Assert.Contains("HandlerFailed", shown.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Equal(1, (int)dropped.Rows[0]!["done"]!);
        await LettersAsync(place, 1);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_redrive_topic_that_may_not_be_made_is_said_and_nothing_is_settled(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var host = await place.ReadAsync(consumer => consumer.Handle(new First { Fails = static counted => counted.Number == 3 }));
        await place.PublishAsync(0, 10);
        await LettersAsync(place, 1);
        await place.StopAsync(host);
        place.Settings[$"Topics:counted.{place.Group}.redrive:Create"] = "false";

        var outcome = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group);

        Assert.NotEqual(0, outcome.Code);
        Assert.Contains($"counted.{place.Group}.redrive' does not exist", outcome.Error, StringComparison.Ordinal);
        await LettersAsync(place, 1);
        place.Settings.Remove($"Topics:counted.{place.Group}.redrive:Create");
        Assert.Equal(0, (await place.ToolAsync("dead-letters", "redrive", "--group", place.Group)).Code);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Of_two_operators_at_once_one_works_and_every_letter_is_redriven_once(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var bad = new First { Fails = static counted => counted.Number % 4 == 0 };
        await place.ReadAsync(consumer => consumer.Handle(bad));
        await place.PublishAsync(0, 80);
        await LettersAsync(place, 20);
        bad.Fails = static _ => false;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => place.ToolAsync("dead-letters", "redrive", "--group", place.Group))));
        while ((await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--json")).Rows.Count > 0)
        {
        }

        await bad.UntilAsync(80);
        Assert.Equal(Enumerable.Range(0, 80).Select(number => (long)number), bad.Numbers.Order());
        Assert.All(outcomes.Where(outcome => outcome.Code != 0), outcome => Assert.Contains("has not ended. Nothing was done.", outcome.Error, StringComparison.Ordinal));
    }

    private static Task LettersAsync(Place place, int count, int redrives = 0)
    {
        var found = 0;
        return Until.HoldsAsync(
            async () =>
            {
                var rows = (await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--each", "--json")).Rows;
                found = rows.Count(row => (int)row!["redrives"]! == redrives);
                return found == count;
            },
            () => $"{found} of {count} dead letters");
    }

    private sealed class First : Handled;

    private sealed class Second : Handled;
}
