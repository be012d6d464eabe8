using Omnibus.Drivers;

namespace Omnibus.Kafka.Worker;

/// <summary>A member that a test kills. Prints each settlement, once it is made, as <c>partition:offset</c>.</summary>
internal static class Join
{
    public static async Task RunAsync(string servers, string topic, string group, int every)
    {
        await using var transport = Bus.Open(servers, ("session.timeout.ms", "1500"), ("heartbeat.interval.ms", "300"));
        var request = new ConsumerRequest { Group = group, Topics = [topic], Coordination = Coordination.Broker, Owner = new Taker() };
        await using var consumer = await transport.OpenConsumerAsync(request, CancellationToken.None);
        var deliveries = Enumerable.Range(0, 16).Select(_ => new Delivery()).ToArray();
        while (true)
        {
            var count = await consumer.ReceiveAsync(deliveries, CancellationToken.None);
            foreach (var delivery in deliveries.Take(count))
            {
                if ((delivery.Position.Low + 1) % (ulong)every == 0)
                {
                    var settlement = new Settlement(new TopicPartition(topic, delivery.Partition), delivery.Position, SettlementKind.Acknowledge);
                    await consumer.SettleAsync(new[] { settlement }, CancellationToken.None);
                    Console.WriteLine($"{delivery.Partition}:{delivery.Position.Low}");
                }

                delivery.Release();
            }
        }
    }
}
