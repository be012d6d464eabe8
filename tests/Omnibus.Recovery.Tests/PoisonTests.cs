using Omnibus.Brokers;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

/// <summary>What is promised of recovery, at its full size and in processes of their own.</summary>
public sealed class PoisonTests(SharedRedis redis)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task One_poison_event_among_ten_thousand_is_set_aside_and_after_the_fix_redriven_and_handled(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var handled = new Poisonable { Fails = static counted => counted.Number == 4321 };
        await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 10_000);
        await handled.UntilAsync(9_999);
        await Until.HoldsAsync(async () => (await ListAsync(place)).Rows.Count == 1, () => "the poison event is no dead letter");

        var letter = (await ListAsync(place)).Rows.Single()!;
        handled.Fails = static _ => false;
        var redriven = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group);
        await handled.UntilAsync(10_000);

        Assert.Equal((nameof(Poisonable), "HandlerFailed", "test.counted.v1", 2), ((string)letter["handler"]!, (string)letter["reason"]!, (string)letter["type"]!, (int)letter["attempts"]!));
        Assert.Equal(0, redriven.Code);
        Assert.Empty((await ListAsync(place)).Rows);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(number => (long)number), handled.Numbers.Order());
        Assert.Equal((4321, 1), (handled.All.Last().Number, handled.All.Last().Redrives));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_redrive_that_is_killed_again_and_again_loses_no_letter_and_stores_none_twice(string transport)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED"), out var given) ? given : Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"OMNIBUS_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var place = await Place.CreateAsync(transport, redis);
        var handled = new Poisonable { Fails = static counted => counted.Number % 10 == 0 };
        await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 1_000);
        await handled.UntilAsync(900);
        await Until.HoldsAsync(async () => (await ListAsync(place)).Rows.Count == 100, () => "not all failures are dead letters");
        handled.Fails = static _ => false;

        var kills = 0;
        while ((await ListAsync(place)).Rows.Count > 0)
        {
            using var tool = ToolProcess.Start(place, "dead-letters", "redrive", "--group", place.Group, "--rate", "12", "--take-over");
            var enough = handled.All.Count + random.Next(1, 30);
            await Until.HoldsAsync(() => tool.HasExited || handled.All.Count >= enough, () => $"{handled.All.Count} of {enough} handled");
            if (!tool.HasExited)
            {
                tool.Kill();
                kills++;
                await tool.EndAsync();
                continue;
            }

            var (code, said) = await tool.EndAsync();
            Assert.True(code == 0, said);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills");
        await handled.UntilAsync(1_000);
        Assert.InRange(kills, 1, 100);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => (long)number), handled.Numbers.Order());
    }

    [Fact]
    public async Task An_operator_that_was_killed_is_named_to_the_next_one_and_can_be_taken_over()
    {
        await using var place = await Place.CreateAsync("sqlite", redis);
        var handled = new Poisonable { Fails = static counted => counted.Number % 10 == 0 };
        await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 300);
        await handled.UntilAsync(270);
        await Until.HoldsAsync(async () => (await ListAsync(place)).Rows.Count == 30, () => "not all failures are dead letters");
        handled.Fails = static _ => false;
        using (var tool = ToolProcess.Start(place, "dead-letters", "redrive", "--group", place.Group, "--rate", "1"))
        {
            await Until.HoldsAsync(async () => (await ListAsync(place)).Rows.Count < 30 || tool.HasExited, () => "it did not begin");
            tool.Kill();
            await tool.EndAsync();
        }

        var refused = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group);
        var taken = await place.ToolAsync("dead-letters", "redrive", "--group", place.Group, "--take-over");
        await handled.UntilAsync(300);

        Assert.NotEqual(0, refused.Code);
        Assert.Contains("--take-over", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, taken.Code);
        Assert.Equal(Enumerable.Range(0, 300).Select(number => (long)number), handled.Numbers.Order());
    }

    private static Task<Outcome> ListAsync(Place place) => place.ToolAsync("dead-letters", "list", "--group", place.Group, "--each", "--json");

    private sealed class Poisonable : Handled;
}
