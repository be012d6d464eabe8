using System.Diagnostics;
using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Worker;

/// <summary>The same topic through the plain client's <c>Consume</c> and through the driver: every header and body is touched, every thousand committed.</summary>
internal static class Consume
{
    private const int CommitEvery = 1000;

    public static async Task RunAsync(string servers, int records, int pairs)
    {
        await using var transport = Bus.Open(servers);
        var topic = await Bus.NewTopicAsync(transport, 6);
        await FillAsync(transport, topic, records);
        foreach (var tuned in (bool[])[false, true])
        {
            Console.WriteLine(tuned ? "plain with fetch.queue.backoff.ms 10" : "plain as it comes");
            await Pairs.CompareAsync(records, pairs, () => PlainAsync(servers, topic, records, tuned), () => DriverAsync(transport, topic, records));
        }
    }

    private static async Task FillAsync(ITransport transport, string topic, int records)
    {
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest { SendTimeout = TimeSpan.FromSeconds(60) }, CancellationToken.None);
        for (var start = 0; start < records; start += 1000)
        {
            await producer.SendAsync(Enumerable.Range(start, 1000).Select(number => new Event(topic, number, _ => { })).ToArray(), CancellationToken.None);
            await producer.FlushAsync(CancellationToken.None);
        }
    }

    private static async Task<TimeSpan> DriverAsync(ITransport transport, string topic, int records)
    {
        var request = new ConsumerRequest { Group = $"g-{Guid.NewGuid():N}", Topics = [topic], Coordination = Coordination.Broker, Owner = new Taker() };
        await using var consumer = await transport.OpenConsumerAsync(request, CancellationToken.None);
        var deliveries = Enumerable.Range(0, 500).Select(_ => new Delivery()).ToArray();
        var last = new Dictionary<int, Settlement>();
        long sum = 0;
        var clock = new Stopwatch();
        for (int taken = 0, uncommitted = 0; taken < records;)
        {
            var count = await consumer.ReceiveAsync(deliveries, CancellationToken.None);
            if (count > 0)
            {
                // From the first record on: joining a group is not what is measured.
                clock.Start();
            }

            foreach (var delivery in deliveries.AsSpan(0, count))
            {
                sum += delivery.Body!.Value.Length;
                foreach (var header in delivery.Headers)
                {
                    sum += header.Name.Length + header.Value.Length;
                }

                last[delivery.Partition] = new Settlement(new Drivers.TopicPartition(topic, delivery.Partition), delivery.Position, SettlementKind.Acknowledge);
                delivery.Release();
            }

            taken += count;
            if ((uncommitted += count) >= CommitEvery)
            {
                uncommitted = 0;
                await consumer.SettleAsync(last.Values.ToArray(), CancellationToken.None);
                last.Clear();
            }
        }

        clock.Stop();
        return sum > 0 ? clock.Elapsed : default;
    }

    private static Task<TimeSpan> PlainAsync(string servers, string topic, int records, bool tuned)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = $"g-{Guid.NewGuid():N}", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        if (tuned)
        {
            config.Set("fetch.queue.backoff.ms", "10");
        }

        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Subscribe(topic);
        var last = new Dictionary<int, TopicPartitionOffset>();
        long sum = 0;
        var clock = new Stopwatch();
        for (int taken = 0, uncommitted = 0; taken < records;)
        {
            if (consumer.Consume(250) is not { } result)
            {
                continue;
            }

            clock.Start();
            sum += result.Message.Value.Length;
            foreach (var header in result.Message.Headers)
            {
                sum += header.Key.Length + header.GetValueBytes().Length;
            }

            last[result.Partition.Value] = new TopicPartitionOffset(result.TopicPartition, result.Offset + 1);
            taken++;
            if (++uncommitted >= CommitEvery)
            {
                uncommitted = 0;
                consumer.Commit(last.Values);
                last.Clear();
            }
        }

        clock.Stop();
        consumer.Close();
        return Task.FromResult(sum > 0 ? clock.Elapsed : default);
    }
}
