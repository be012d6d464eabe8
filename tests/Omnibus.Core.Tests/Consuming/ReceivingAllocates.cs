using Omnibus.Configuration;
using Omnibus.Core.Tests.Bus;

namespace Omnibus.Core.Tests.Consuming;

/// <summary>Alone, because it measures the process; released code only, because the debug build's async methods are objects.</summary>
[CollectionDefinition(nameof(ReceivingAllocates), DisableParallelization = true)]
[Collection(nameof(ReceivingAllocates))]
public sealed class ReceivingAllocates
{
#if DEBUG
    [Theory(Explicit = true)]
#else
    [Theory]
#endif
    [InlineData(1)]
    [InlineData(4)]
    public async Task Nothing_for_a_record_once_it_runs(int concurrency)
    {
        const int Records = 200_000;
        await using var bus = await new TestBus().StartAsync();
        var note = new Note("ada", 1);
        for (var i = 0; i < Records; i += 2000)
        {
            await bus.Bus.PublishAsync(Enumerable.Repeat(note, 2000));
        }

        var count = 0;
        var allocated = 0L;
        var done = new TaskCompletionSource();
        var consumer = bus.Runtime.RawConsumer(
            new ConsumerConfiguration("raw")
            {
                Topics = ["notes"],
                Transport = "memory",
                Group = "raw",
                Coordination = Drivers.Coordination.Leases,
                Concurrency = concurrency,
            },
            (_, _, _, _) =>
            {
                var now = Interlocked.Increment(ref count);
                if (now == Records / 4)
                {
                    allocated = GC.GetTotalAllocatedBytes();
                }
                else if (now == Records)
                {
                    done.SetResult();
                }

                return new ValueTask<bool>(true);
            });
        consumer.Start();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var bytes = (double)(GC.GetTotalAllocatedBytes() - allocated) / (Records * 3 / 4);
        await consumer.StopAsync(CancellationToken.None);
        await consumer.DisposeAsync();

        // What a batch costs is spread over its records: a single object for each record would be 24 bytes.
        Assert.True(bytes < 12, $"{bytes:0.0} bytes a record");
    }
}
