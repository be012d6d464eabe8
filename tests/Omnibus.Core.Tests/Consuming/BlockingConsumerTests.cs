using Omnibus.Consuming;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Consuming;

public sealed class BlockingConsumerTests
{
    [Fact]
    public async Task The_thread_ends_although_the_driver_throws_when_it_is_closed()
    {
        var driver = new Driver();
        var consumer = new BlockingConsumer(driver, "reader");
        await consumer.ReceiveAsync(new Delivery[1], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await consumer.DisposeAsync());
        await consumer.DisposeAsync();

        Assert.True(driver.Thread!.Join(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, driver.Closed);
    }

    private sealed class Driver : IConsumerDriver
    {
        public Thread? Thread { get; private set; }

        public int Closed { get; private set; }

        public SettlementModel Settlement => SettlementModel.Cumulative;

        public bool Ordered => true;

        public bool ReceiveBlocksThread => true;

        public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            Thread = Thread.CurrentThread;
            return new ValueTask<int>(0);
        }

        public ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync()
        {
            Closed++;
            throw new InvalidOperationException("not today");
        }
    }
}
