using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

public sealed class SeekTests(SharedRedis redis)
{
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_group_that_was_moved_to_a_time_gets_everything_since_then_again(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var first = new Handled();
        var host = await place.ReadAsync(consumer => consumer.Handle(first));
        await place.PublishAsync(0, 20);
        await first.UntilAsync(20);
        var between = await BetweenAsync();
        await place.PublishAsync(20, 20);
        await first.UntilAsync(40);
        await place.StopAsync(host);

        var dry = await place.ToolAsync("seek", "--group", place.Group, "--to", between, "--dry-run");
        var moved = await place.ToolAsync("seek", "--group", place.Group, "--to", between, "--json");
        var again = new Handled();
        await place.ReadAsync(consumer => consumer.Handle(again));
        await again.UntilAsync(20);

        Assert.Equal((0, 0), (dry.Code, moved.Code));
        Assert.DoesNotContain("audit", dry.Error, StringComparison.Ordinal);
        Assert.Contains($"seek group {place.Group}", moved.Error, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(20, 20).Select(number => (long)number), again.Numbers.Order());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_live_group_is_left_alone_unless_it_is_forced_and_then_goes_on_from_there(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var handled = new Handled();
        await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 20);
        await handled.UntilAsync(20);

        var refused = await place.ToolAsync("seek", "--group", place.Group, "--to", "earliest");
        var forced = await place.ToolAsync("seek", "--group", place.Group, "--to", "earliest", "--force");
        await handled.UntilAsync(40);

        Assert.Equal(ExitCode.Input, refused.Code);
        Assert.Contains("has members: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.Code);
        Assert.All(handled.Numbers.GroupBy(number => number), times => Assert.Equal(2, times.Count()));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Positions_that_are_none_are_said_to_be_none_and_nothing_is_moved(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis, partitions: 1);
        var handled = new Handled();
        var host = await place.ReadAsync(consumer => consumer.Handle(handled));
        await place.PublishAsync(0, 5);
        await handled.UntilAsync(5);
        await place.StopAsync(host);
        var last = handled.All.Last().Position;

        var behind = await place.ToolAsync("seek", "--group", place.Group, "--to", (last with { Low = last.Low + 1000 }).ToString());
        var nonsense = await place.ToolAsync("seek", "--group", place.Group, "--to", "yesterday-ish");
        var nobody = await place.ToolAsync("seek", "--group", "nobody", "--to", "earliest");
        var elsewhere = await place.ToolAsync("seek", "--group", place.Group, "--to", "earliest", "--topic", "other");
        var moved = await place.ToolAsync("seek", "--group", place.Group, "--to", last.ToString(), "--topic", "counted", "--partition", "0");
        var again = new Handled();
        await place.ReadAsync(consumer => consumer.Handle(again));
        await again.UntilAsync(1);

        Assert.Equal((ExitCode.Input, ExitCode.Usage, ExitCode.Input), (behind.Code, nonsense.Code, elsewhere.Code));
        Assert.Contains("behind the end of counted[0]", behind.Error, StringComparison.Ordinal);
        Assert.Contains("There is no group 'nobody'", nobody.Error, StringComparison.Ordinal);
        Assert.Contains("It reads counted", elsewhere.Error, StringComparison.Ordinal);
        Assert.Equal(0, moved.Code);
        Assert.Equal([4], again.Numbers);
    }

    [Fact]
    public async Task A_position_that_was_trimmed_is_refused_with_the_oldest_that_is_left()
    {
        await using var place = await Place.CreateAsync("redis", redis, partitions: 1);
        place.Settings["Transports:redis:MaxLength"] = "10";
        var handled = new Handled();
        var publisher = await place.StartAsync(static _ => { });
        var host = await place.ReadAsync(consumer => consumer.Handle(handled));
        await Place.PublishWithAsync(publisher, 0, 1);
        await handled.UntilAsync(1);
        var first = handled.All.First().Position;
        await place.StopAsync(host);
        await Place.PublishWithAsync(publisher, 1, 500);

        var outcome = await place.ToolAsync("seek", "--group", place.Group, "--to", first.ToString());

        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains($"Nothing is left at {first} in counted[0]: the oldest record that is still there is at ", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Skipping_makes_a_dead_letter_of_one_record_and_the_group_goes_on_behind_it(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis, partitions: 1);
        var handled = new First { Fails = static counted => counted.Number == 3 };
        var host = await place.ReadAsync(consumer => consumer.Handle(handled), new KeyValuePair<string, string?>($"Consume:{Place.Reader}:OnFailure", "Stop"));
        await place.PublishAsync(0, 6);
        await handled.UntilAsync(3);
        await place.StopAsync(host);

        var skipped = await place.ToolAsync("skip", "--group", place.Group);
        var letters = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--each", "--json");
        var again = new First();
        host = await place.ReadAsync(consumer => consumer.Handle(again));
        await again.UntilAsync(2);
        var refused = await place.ToolAsync("skip", "--group", place.Group);
        Assert.Equal([4, 5], again.Numbers);
        await place.ToolAsync("dead-letters", "redrive", "--group", place.Group);
        await again.UntilAsync(3);
        await place.StopAsync(host);
        var nothing = await place.ToolAsync("skip", "--group", place.Group);

        Assert.Equal(0, skipped.Code);
        Assert.Contains($"skip group {place.Group}", skipped.Error, StringComparison.Ordinal);
        Assert.Equal(("Skipped", "test.counted.v1"), ((string)letters.Rows.Single()!["reason"]!, (string)letters.Rows.Single()!["type"]!));
        Assert.Equal(ExitCode.Input, refused.Code);
        Assert.Equal([4, 5, 3], again.Numbers);
        Assert.Contains("Nothing to skip", nothing.Error, StringComparison.Ordinal);
    }

    /// <summary>A time after which the broker's clock, in milliseconds, has gone on.</summary>
    private static async Task<string> BetweenAsync()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        while (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() < before + 2)
        {
            await Task.Yield();
        }

        var between = DateTimeOffset.UtcNow;
        while (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() < between.ToUnixTimeMilliseconds() + 2)
        {
            await Task.Yield();
        }

        return between.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class First : Handled;
}
