using Omnibus.Drivers;

namespace Omnibus.Memory.Tests;

public sealed class StoreTests
{
    [Fact]
    public async Task Transports_that_name_one_store_share_it()
    {
        await using var bus = new Bus("shared-by-name");
        await using var other = bus.Open("shared-by-name", "other");
        await bus.CreateAsync("orders");
        Assert.NotNull(await ((ITopicAdministrator)other).DescribeAsync("orders", default));
    }

    [Fact]
    public async Task Without_a_name_the_name_of_the_transport_counts()
    {
        await using var bus = new Bus("first");
        await bus.CreateAsync("orders");
        await using var same = bus.Open(null, "first");
        await using var another = bus.Open(null, "second");
        Assert.NotNull(await ((ITopicAdministrator)same).DescribeAsync("orders", default));
        Assert.Null(await ((ITopicAdministrator)another).DescribeAsync("orders", default));
    }

    [Fact]
    public async Task The_last_transport_takes_the_store_along()
    {
        var bus = new Bus("one-after-the-other");
        await bus.CreateAsync("orders");
        await bus.DisposeAsync();
        await using var next = new Bus("one-after-the-other");
        Assert.Null(await next.Topics.DescribeAsync("orders", default));
    }

    [Fact]
    public async Task A_removed_topic_ends_the_receive_that_waits_for_it()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders");
        var consumer = await bus.OpenAsync("orders");
        var receiving = consumer.ReceiveAsync(new[] { new Delivery() }, default).AsTask();
        await bus.Topics.DeleteAsync("orders", default);
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => receiving);
        Assert.Equal(FaultCode.NotFound, bus.Transport.Classify(exception));
    }
}
