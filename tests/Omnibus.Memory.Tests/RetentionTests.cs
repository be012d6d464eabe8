using Omnibus.Drivers;

namespace Omnibus.Memory.Tests;

public sealed class RetentionTests
{
    private static readonly TimeSpan s_retention = TimeSpan.FromHours(1);

    [Fact]
    public async Task Records_are_removed_once_they_are_older_than_the_retention()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders", retention: s_retention);
        await bus.SendAsync("orders", "old");
        bus.Clock.Advance(s_retention / 2);
        await bus.SendAsync("orders", "young");
        bus.Clock.Advance(s_retention * 0.7);
        await bus.SendAsync("orders", "new");
        Assert.Equal(["young", "new"], await Bus.ReceiveAsync(await bus.OpenAsync("orders")));
        var description = await bus.Topics.DescribeAsync("orders", default);
        Assert.Equal((2, new Position(0, 1)), ((int)description!.Partitions[0].Count!, description.Partitions[0].First));
    }

    [Fact]
    public async Task What_a_live_group_has_not_settled_is_kept()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders", retention: s_retention);
        await bus.Leases.PrepareAsync("billing", ["orders"], StartPoint.Earliest, default);
        await bus.SendAsync("orders", "old");
        bus.Clock.Advance(s_retention * 0.9);
        await bus.Leases.PrepareAsync("billing", ["orders"], StartPoint.Earliest, default);
        bus.Clock.Advance(s_retention * 0.9);
        await bus.SendAsync("orders", "new");
        Assert.Equal(["old", "new"], await Bus.ReceiveAsync(await bus.OpenAsync("orders")));
    }

    [Fact]
    public async Task A_group_that_was_away_for_as_long_as_records_are_kept_is_no_longer_live()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders", retention: s_retention);
        await bus.Leases.PrepareAsync("billing", ["orders"], StartPoint.Earliest, default);
        await bus.SendAsync("orders", "old", "old too");
        bus.Clock.Advance(s_retention * 1.1);
        await bus.SendAsync("orders", "new");
        Assert.Equal(["new"], await Bus.ReceiveAsync(await bus.OpenAsync("orders")));
    }

    [Fact]
    public async Task A_reader_that_lags_behind_the_retention_is_told_how_much_it_missed()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders", retention: s_retention);
        await bus.SendAsync("orders", "one", "two", "three");
        var reader = await bus.OpenAsync("orders");
        bus.Clock.Advance(s_retention * 1.1);
        await bus.SendAsync("orders", "new");
        Assert.Equal(["new"], await Bus.ReceiveAsync(reader));
        Assert.Equal([(NoticeCode.Trimmed, 3, "orders[0]")], bus.Notices);
    }

    [Fact]
    public async Task A_reader_that_shares_holds_what_is_open_to_it()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders", retention: s_retention);
        var reader = await bus.OpenAsync("orders", "billing", Coordination.Shared);
        await bus.SendAsync("orders", "old");
        bus.Clock.Advance(s_retention * 2);
        await bus.SendAsync("orders", "new");
        Assert.Equal(["old", "new"], await Bus.ReceiveAsync(reader));
    }

    [Fact]
    public async Task Trimmed_memory_goes_back_and_lives_as_long_as_its_deliveries()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders", retention: s_retention);
        await bus.SendAsync("orders", "old");
        var reader = await bus.OpenAsync("orders");
        var delivery = new Delivery();
        Assert.Equal(1, await reader.ReceiveAsync(new[] { delivery }, default));
        bus.Clock.Advance(s_retention * 2);
        var description = await bus.Topics.DescribeAsync("orders", default);
        Assert.Equal(0, description!.Partitions[0].Count);
        Assert.True(delivery.Body!.Value.Span.SequenceEqual("old"u8));
        delivery.Release();
    }
}
