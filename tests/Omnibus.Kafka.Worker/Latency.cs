using System.Diagnostics;
using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Worker;

/// <summary>One record after the other, each waited for.</summary>
internal static class Latency
{
    public static async Task RunAsync(string servers, int rounds)
    {
        await using var transport = Bus.Open(servers);
        var topic = await Bus.NewTopicAsync(transport, 1);
        await using var driver = await transport.OpenProducerAsync(new ProducerRequest(), CancellationToken.None);
        using var plain = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = servers, EnableIdempotence = true, LingerMs = 0 }).Build();
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = -20; round < rounds; round++)
        {
            // Whoever comes second finds everything awake: they take turns.
            for (var turn = 0; turn < 2; turn++)
            {
                var ofDriver = (round + turn) % 2 == 0;
                var time = ofDriver ? await OneAsync(driver, topic) : await OneAsync(plain, topic);
                if (round >= 0)
                {
                    (ofDriver ? ours : theirs).Add(time.TotalMilliseconds);
                }
            }
        }

        Print("plain", theirs);
        Print("driver", ours);
    }

    private static async Task<TimeSpan> OneAsync(IProducerDriver driver, string topic)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var one = new Event(topic, 1, _ => stored.SetResult());
        var start = Stopwatch.GetTimestamp();
        await driver.SendAsync(new OutgoingRecord[] { one }, CancellationToken.None);
        await stored.Task;
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> OneAsync(IProducer<byte[], byte[]> plain, string topic)
    {
        var one = new Event(topic, 1, _ => { });
        var start = Stopwatch.GetTimestamp();
        var headers = new Headers();
        foreach (var header in one.Headers)
        {
            headers.Add(header.Name, header.Value.ToArray());
        }

        await plain.ProduceAsync(topic, new Message<byte[], byte[]> { Key = one.KeyBytes, Value = Event.BodyBytes, Headers = headers });
        return Stopwatch.GetElapsedTime(start);
    }

    private static void Print(string name, List<double> all)
    {
        all.Sort();
        Console.WriteLine($"{name}: p50 {all[all.Count / 2]:0.00} ms, p99 {all[all.Count * 99 / 100]:0.00} ms");
    }
}
