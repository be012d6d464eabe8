using Omnibus.Drivers;

namespace Omnibus.Memory.Tests;

public sealed class WaitingTests
{
    [Fact]
    public async Task A_record_wakes_a_receive_while_the_clock_stands_still()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders");
        var consumer = await bus.OpenAsync("orders");
        for (var round = 0; round < 100; round++)
        {
            var delivery = new Delivery();
            var receiving = consumer.ReceiveAsync(new[] { delivery }, default);
            Assert.False(receiving.IsCompleted);
            await bus.SendAsync("orders", "new");
            Assert.Equal(1, await receiving.AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            delivery.Release();
        }
    }

    [Fact]
    public async Task The_longest_wait_is_measured_on_the_clock_of_the_host()
    {
        await using var bus = new Bus();
        await bus.CreateAsync("orders");
        var consumer = await bus.OpenAsync("orders", maxWait: TimeSpan.FromMinutes(5));
        var receiving = consumer.ReceiveAsync(new[] { new Delivery() }, default).AsTask();
        bus.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(receiving.IsCompleted);
        bus.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await receiving.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Receiving_allocates_nothing_for_a_record()
    {
        const int Batches = 100;
        await using var bus = new Bus();
        await bus.CreateAsync("orders");
        for (var batch = 0; batch < Batches + 10; batch++)
        {
            await bus.SendAsync("orders", [.. Enumerable.Repeat("body", 50)]);
        }

        var consumer = await bus.OpenAsync("orders");
        var buffer = Enumerable.Range(0, 50).Select(_ => new Delivery()).ToArray();
        Receive(consumer, buffer, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Receive(consumer, buffer, Batches);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Receive(IConsumerDriver consumer, Delivery[] buffer, int batches)
        {
            for (var batch = 0; batch < batches; batch++)
            {
                var receiving = consumer.ReceiveAsync(buffer, default);
                if (!receiving.IsCompletedSuccessfully || receiving.GetAwaiter().GetResult() != buffer.Length)
                {
                    throw new InvalidOperationException("There is nothing to receive.");
                }

                foreach (var delivery in buffer)
                {
                    delivery.Release();
                }
            }
        }
    }
}
