using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Omnibus.Bench.Events;
using Omnibus.Bench.Measuring;
using Omnibus.Brokers;
using StackExchange.Redis;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// From publishing in one process to the handler in another, on Redis, the consumer idle before each event; beside it the same by hand, one after the
/// other in one run: <c>XADD</c> and a loop on <c>XREADGROUP BLOCK</c>.
/// </summary>
internal sealed class RedisWakeUpScenario(RedisServer server, IDatabase database, int events)
{
    private const string RawTopic = "raw";
    private const string Field = "event_data";

    public async Task<IReadOnlyList<string>> MeasureAsync()
    {
        await database.ExecuteAsync("FLUSHALL");
        await database.StreamCreateConsumerGroupAsync(RawTopic, RawTopic, "0-0");

        // Topics of their own, so that each event wakes one consumer, as by hand.
        await using var orderedBus = await PublisherAsync("Partition");
        await using var sharedBus = await PublisherAsync("None");
        using var raw = await StartAsync("raw");
        using var ordered = await StartAsync("Partition");
        using var shared = await StartAsync("None");

        // Until the runtime has compiled what start-up made hot.
        await Task.Delay(TimeSpan.FromSeconds(5));
        var (byHand, inOrder, sharing) = (new List<double>(), new List<double>(), new List<double>());
        var random = new Random(1);
        for (var i = 0; i < events; i++)
        {
            await Task.Delay(random.Next(20, 120));
            await database.StreamAddAsync(RawTopic, Field, Stopwatch.GetTimestamp());
            byHand.Add(await ReadAsync(raw));
            await Task.Delay(random.Next(20, 120));
            await PublishAsync(orderedBus);
            inOrder.Add(await ReadAsync(ordered));
            await Task.Delay(random.Next(20, 120));
            await PublishAsync(sharedBus);
            sharing.Add(await ReadAsync(shared));
        }

        foreach (var child in (Process[])[raw, ordered, shared])
        {
            child.StandardInput.Close();
            await child.WaitForExitAsync();
        }

        return
        [
            "| | p50 | p99 | |",
            "|---|---|---|---|",
            Line($"by hand: `XADD`, and a loop on `XREADGROUP BLOCK`, {events} events", byHand),
            Line("Omnibus, `Ordering: Partition`", inOrder),
            Line("Omnibus, `Ordering: None`", sharing),
        ];
    }

    /// <summary>A consuming process: prints the milliseconds since each event's time stamp.</summary>
    public static async Task RunChildAsync(string url, string way)
    {
        if (way == RawTopic)
        {
            await ReadByHandAsync(url);
            return;
        }

        var handler = new PrintingHandler();
        await using var bus = await BenchBus.StartAsync(
            [
                .. RedisScenarios.Settings(url), new("Omnibus:Consume:reader:Concurrency", "1"), new("Omnibus:Consume:reader:Ordering", way),
                new("Omnibus:TopicPrefix", way),
            ],
            printing: handler);
        await handler.Ready;
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }

    private static async Task ReadByHandAsync(string url)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(url["redis://".Length..]);
        var database = client.GetDatabase();

        // Reading from the console blocks its thread, whatever the method is called.
        var ending = Task.Run(Console.In.ReadLine);
        Console.WriteLine("ready");
        while (!ending.IsCompleted)
        {
            var reply = await database.ExecuteAsync("XREADGROUP", "GROUP", RawTopic, "raw", "BLOCK", 250, "COUNT", 1000, "STREAMS", RawTopic, ">");
            if (reply.IsNull)
            {
                continue;
            }

            // RESP3 has a map here and RESP2 a list of pairs: the entries are the same.
            var entries = reply.Resp3Type == ResultType.Map ? reply[1] : reply[0][1];
            for (var i = 0; i < entries.Length; i++)
            {
                Console.WriteLine(Stopwatch.GetElapsedTime((long)entries[i][1][1]).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
                await database.StreamAcknowledgeAsync(RawTopic, RawTopic, (RedisValue)entries[i][0]);
            }
        }
    }

    private async Task<Process> StartAsync(string way)
    {
        var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. WakeUpScenario.Self(), "redis-wake-up-child", server.Url, way])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        await child.StandardOutput.ReadLineAsync();
        return child;
    }

    private async Task<BenchBus> PublisherAsync(string way)
    {
        var bus = await BenchBus.StartAsync([.. RedisScenarios.Settings(server), new("Omnibus:TopicPrefix", way)]);
        await bus.Bus.PublishAsync(new Reading("warm", "0"));
        return bus;
    }

    private static async Task PublishAsync(BenchBus bus) =>
        await bus.Bus.PublishAsync(new Reading("key", Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));

    private static async Task<double> ReadAsync(Process child) => double.Parse((await child.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);

    private static string Line(string name, List<double> latencies)
    {
        CollectionsMarshal.AsSpan(latencies).Sort();
        var sorted = latencies.ToArray();
        return string.Create(
            CultureInfo.InvariantCulture, $"| Redis, {name} | {Comparison.At(sorted, 0.5):0.00} ms | {Comparison.At(sorted, 0.99):0.00} ms | |");
    }
}
