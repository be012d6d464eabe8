using System.Diagnostics;
using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Worker;

/// <summary>The same records through the plain client's <c>Produce</c> with a handler, and through the driver.</summary>
internal static class Produce
{
    private const int BatchSize = 500;
    private const int UnderWay = 20;

    public static async Task RunAsync(string servers, int records, int pairs)
    {
        await using var transport = Bus.Open(servers);
        var topic = await Bus.NewTopicAsync(transport, 6);
        await using var driver = await transport.OpenProducerAsync(new ProducerRequest { SendTimeout = TimeSpan.FromSeconds(60) }, CancellationToken.None);
        foreach (var linger in (double[])[0, 5])
        {
            using var plain = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
            {
                BootstrapServers = servers, EnableIdempotence = true, Acks = Acks.All, LingerMs = linger, DeliveryReportFields = "status",
            }).Build();
            Console.WriteLine($"plain with linger {linger} ms");
            using var batches = new SemaphoreSlim(UnderWay);
            var events = Enumerable.Range(0, records).Select(number => new Event(topic, number, one => Settled(one, batches)) { Last = (number + 1) % BatchSize == 0 }).ToArray();
            var outgoing = events.ToArray<OutgoingRecord>();
            await Pairs.CompareAsync(records, pairs, () => PlainAsync(plain, events, batches), () => DriverAsync(driver, outgoing, batches));
        }
    }

    private static async Task<TimeSpan> DriverAsync(IProducerDriver driver, OutgoingRecord[] events, SemaphoreSlim batches)
    {
        var clock = Stopwatch.StartNew();
        for (var start = 0; start < events.Length; start += BatchSize)
        {
            await batches.WaitAsync();
            await driver.SendAsync(events.AsMemory(start, BatchSize), CancellationToken.None);
        }

        return await DrainAsync(batches, clock);
    }

    private static async Task<TimeSpan> PlainAsync(IProducer<byte[], byte[]> plain, Event[] events, SemaphoreSlim batches)
    {
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < events.Length; index++)
        {
            if (index % BatchSize == 0)
            {
                await batches.WaitAsync();
            }

            // The bytes that make it this record, as anybody would write it.
            var one = events[index];
            var headers = new Headers();
            foreach (var header in one.Headers)
            {
                headers.Add(header.Name, header.Value.ToArray());
            }

            plain.Produce(one.Topic, new Message<byte[], byte[]> { Key = one.KeyBytes, Value = one.Body!.Value.ToArray(), Headers = headers }, report =>
            {
                if (report.Error.IsError)
                {
                    Environment.Exit(1);
                }

                Settled(one, batches);
            });
        }

        return await DrainAsync(batches, clock);
    }

    private static void Settled(Event one, SemaphoreSlim batches)
    {
        if (one.Last)
        {
            batches.Release();
        }
    }

    // The last record of each batch is not always its last to be stored: near enough for the many batches of a run.
    private static async Task<TimeSpan> DrainAsync(SemaphoreSlim batches, Stopwatch clock)
    {
        for (var batch = 0; batch < UnderWay; batch++)
        {
            await batches.WaitAsync();
        }

        var time = clock.Elapsed;
        batches.Release(UnderWay);
        return time;
    }
}
