using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Recovery;

/// <summary>Reads what a topic holds now, from its first record to its end, without a group.</summary>
internal static class WholeTopic
{
    private const int Batch = 200;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gives every record to <paramref name="take"/>, those of a partition in their order. A record is valid until that returns. Records that are stored
    /// meanwhile may come too. False: there is no such topic.
    /// </summary>
    /// <exception cref="OmnibusException">The topic cannot be read, or the end does not come.</exception>
    public static async Task<bool> ReadAsync(TransportRuntime transport, string fullTopic, Func<Delivery, ValueTask> take, CancellationToken cancellationToken)
    {
        var topics = transport.Transport as ITopicAdministrator ?? throw Faults.Unable(transport.Name, "describe topics");
        var description = await transport.AskAsync(fullTopic, () => topics.DescribeAsync(fullTopic, cancellationToken)).ConfigureAwait(false);
        if (description is null)
        {
            return false;
        }

        var open = description.Partitions.Where(HasRecords).ToDictionary(static partition => partition.Partition, static partition => (partition.End, Left: partition.Count ?? long.MaxValue));
        if (open.Count == 0)
        {
            return true;
        }

        var request = new ConsumerRequest { Group = null, Topics = [fullTopic], Start = StartPoint.Earliest, Coordination = Drivers.Coordination.None };
        var driver = await transport.AskAsync(fullTopic, () => transport.Transport.OpenConsumerAsync(request, cancellationToken)).ConfigureAwait(false);
        await using var closing = driver.ConfigureAwait(false);
        var buffer = new Delivery[Batch];
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = new Delivery();
        }

        var last = transport.Time.GetTimestamp();
        while (open.Count > 0)
        {
            var count = await transport.AskAsync(fullTopic, () => driver.ReceiveAsync(buffer, cancellationToken)).ConfigureAwait(false);
            if (count > 0)
            {
                last = transport.Time.GetTimestamp();
            }
            else if (transport.Time.GetElapsedTime(last) > s_patience)
            {
                throw Faults.TopicNotRead(fullTopic, transport.Name);
            }

            foreach (var delivery in buffer.AsMemory(0, count).ToArray())
            {
                await TakeAsync(delivery, take, open).ConfigureAwait(false);
            }
        }

        return true;
    }

    private static async ValueTask TakeAsync(
        Delivery delivery, Func<Delivery, ValueTask> take, Dictionary<int, (Position End, long Left)> open)
    {
        try
        {
            if (open.TryGetValue(delivery.Partition, out var rest))
            {
                if (rest.Left == 1 || delivery.Position.Next >= rest.End)
                {
                    open.Remove(delivery.Partition);
                }
                else
                {
                    open[delivery.Partition] = rest with { Left = rest.Left - 1 };
                }
            }

            await take(delivery).ConfigureAwait(false);
        }
        finally
        {
            delivery.Release();
        }
    }

    private static bool HasRecords(PartitionDescription partition) => partition.Count is { } count ? count > 0 : partition.First < partition.End;
}
