using System.Globalization;
using Omnibus.Bench.Events;
using Omnibus.Bench.Measuring;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Memory;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// What the core adds to a record on Memory, one lane and a handler that does nothing: receiving, routing, the stages, the watermark and settling, against
/// receiving and settling with the driver alone. Decoding and scopes are measured apart.
/// </summary>
internal sealed class PipelineScenario(int pairs, int events)
{
    private readonly string _store = Guid.NewGuid().ToString("N");
    private int _group;

    public async Task<IReadOnlyList<string>> MeasureAsync()
    {
        await using var filler = await BenchBus.StartAsync(Settings());
        foreach (var chunk in Reading.Make(events).Chunk(1000))
        {
            await filler.Bus.PublishAsync(chunk);
        }

        var lines = new List<string>
        {
            "| | ns/record added (quartiles) | CPU ns/record added | bytes/record added |",
            "|---|---|---|---|",
            Row("pipeline, no-op handler, K = 1", await CompareAsync("pipeline", RawAsync)),
            Row("… with decoding", await CompareAsync("pipeline + decoding", () => TypedAsync(scoped: false))),
            Row("… with decoding and a scope for each delivery", await CompareAsync("pipeline + decoding + scope", () => TypedAsync(scoped: true))),
        };
        return lines;
    }

    private static string Row(string name, Comparison comparison)
    {
        var (first, median, third) = Comparison.Quartiles(comparison.Ours.Zip(comparison.Raw, (ours, raw) => ours.Nanoseconds - raw.Nanoseconds));
        var cpu = Comparison.Median(comparison.Ours.Zip(comparison.Raw, (ours, raw) => (ours.CpuMicroseconds - raw.CpuMicroseconds) * 1000));
        var bytes = Comparison.Median(comparison.Ours.Zip(comparison.Raw, (ours, raw) => ours.Bytes - raw.Bytes));
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {median:0} ({first:0}–{third:0}) | {cpu:0} | {bytes:0.0} |");
    }

    private Task<Comparison> CompareAsync(string name, Func<Task<Func<Task>>> ours) =>
        Comparison.TakeAsync(name, pairs, events, () => Task.FromResult<Func<Task>>(DriverAloneAsync), ours);

    /// <summary>The driver alone, with leases as the core would have them, a batch of 500 at a time.</summary>
    private async Task DriverAloneAsync()
    {
        var group = $"driver-{_group++}";
        await using var transport = new MemoryFactory().Create(
            new TransportSettings("memory", "bench", [new("Name", _store)]),
            new TransportHost { TimeProvider = TimeProvider.System, Notices = new NoticeRelay(), Service = "bench", Instance = group });
        var leases = (ILeaseStore)transport;
        await leases.PrepareAsync(group, [Reading.Topic], StartPoint.Earliest, CancellationToken.None);
        var topic = await ((ITopicAdministrator)transport).DescribeAsync(Reading.Topic, CancellationToken.None);
        await using var consumer = await transport.OpenConsumerAsync(
            new ConsumerRequest { Group = group, Topics = [Reading.Topic], Coordination = Drivers.Coordination.Leases }, CancellationToken.None);
        var epochs = new long[topic!.Partitions.Count];
        for (var i = 0; i < epochs.Length; i++)
        {
            var partition = new TopicPartition(Reading.Topic, i);
            var grant = await leases.TryAcquireAsync(
                new LeaseClaim(LeaseName.Of(group, partition), group, TimeSpan.FromSeconds(10), null), CancellationToken.None);
            epochs[i] = grant!.Value.Epoch;
            ((IAssignableConsumer)consumer).Assign([new Assignment(partition, grant.Value.Position, grant.Value.Epoch)]);
        }

        var buffer = new Delivery[500];
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = new Delivery();
        }

        var last = new Position?[epochs.Length];
        for (var seen = 0; seen < events;)
        {
            var count = await consumer.ReceiveAsync(buffer, CancellationToken.None);
            for (var i = 0; i < count; i++)
            {
                last[buffer[i].Partition] = buffer[i].Position;
                buffer[i].Release();
            }

            seen += count;
            var settlements = new List<Settlement>();
            for (var i = 0; i < last.Length; i++)
            {
                if (last[i] is { } position)
                {
                    settlements.Add(new Settlement(new TopicPartition(Reading.Topic, i), position, SettlementKind.Acknowledge, epochs[i]));
                    last[i] = null;
                }
            }

            await consumer.SettleAsync(settlements.ToArray(), CancellationToken.None);
        }
    }

    /// <summary>The core with a handler that takes the record as it is.</summary>
    private async Task<Func<Task>> RawAsync()
    {
        var bus = await BenchBus.StartAsync(Settings());
        var count = 0;
        var all = new TaskCompletionSource();
        var consumer = bus.Runtime.RawConsumer(
            new ConsumerConfiguration("raw")
            {
                Topics = [Reading.Topic],
                Transport = "memory",
                Group = $"raw-{_group++}",
                Coordination = Drivers.Coordination.Leases,
                Concurrency = 1,
            },
            (_, _, _, _) =>
            {
                if (++count == events)
                {
                    all.SetResult();
                }

                return new ValueTask<bool>(true);
            });
        return async () =>
        {
            consumer.Start();
            await all.Task;
            await consumer.DisposeAsync();
            await bus.DisposeAsync();
        };
    }

    private Task<Func<Task>> TypedAsync(bool scoped) => Task.FromResult<Func<Task>>(async () =>
    {
        var handler = new CountingHandler(events, readMetadata: false);
        await using var bus = await BenchBus.StartAsync(
            [.. Settings(), new("Omnibus:Consume:reader:Group", $"typed-{_group++}"), new("Omnibus:Consume:reader:Concurrency", "1")], handler, scoped);
        await handler.All;
    });

    private KeyValuePair<string, string?>[] Settings() =>
    [
        new("Omnibus:Transport", "memory"),
        new("Omnibus:Transports:memory:Name", _store),
    ];
}
