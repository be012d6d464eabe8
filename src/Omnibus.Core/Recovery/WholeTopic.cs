using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Recovery;

/// <summary>Reads what a topic holds now, from its first record to its end, without a group.</summary>
internal static class WholeTopic
{
    private const int Batch = 200;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>From somewhere in the middle nobody knows how many records are to come: then so long a silence is the end.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Gives records to <paramref name="take"/>, those of a partition in their order, until it says that it has enough or all are read. A record is valid
    /// until that returns. Records that are stored meanwhile may come too. False: there is no such topic.
    /// </summary>
    /// <param name="transport">Where the topic is.</param>
    /// <param name="fullTopic">Its name, with prefix.</param>
    /// <param name="take">Takes a record; false: it has enough.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="start">Where to begin; null: with the first record.</param>
    /// <exception cref="OmnibusException">The topic cannot be read, or the end does not come.</exception>
    public static async Task<bool> ReadAsync(
        TransportRuntime transport, string fullTopic, Func<Delivery, ValueTask<bool>> take, CancellationToken cancellationToken, StartPoint? start = null)
    {
        var isWhole = start is null or { Kind: StartKind.Earliest };
        var topics = transport.Transport as ITopicAdministrator ?? throw Faults.Unable(transport.Name, "describe topics");
        var description = await transport.AskAsync(fullTopic, () => topics.DescribeAsync(fullTopic, cancellationToken)).ConfigureAwait(false);
        if (description is null)
        {
            return false;
        }

        var open = description.Partitions.Where(HasRecords).ToDictionary(static partition => partition.Partition, partition => (partition.End, Left: isWhole ? partition.Count ?? long.MaxValue : long.MaxValue));
        if (open.Count == 0)
        {
            return true;
        }

        var request = new ConsumerRequest { Group = null, Topics = [fullTopic], Start = start ?? StartPoint.Earliest, Coordination = Drivers.Coordination.None };
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
            else if (!isWhole && transport.Time.GetElapsedTime(last) > s_silence)
            {
                return true;
            }
            else if (transport.Time.GetElapsedTime(last) > s_patience)
            {
                throw Faults.TopicNotRead(fullTopic, transport.Name);
            }

            var more = true;
            for (var i = 0; i < count; i++)
            {
                more = await TakeAsync(buffer[i], more ? take : static _ => new(false), open).ConfigureAwait(false);
            }

            if (!more)
            {
                return true;
            }
        }

        return true;
    }

    private static async ValueTask<bool> TakeAsync(
        Delivery delivery, Func<Delivery, ValueTask<bool>> take, Dictionary<int, (Position End, long Left)> open)
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

            return await take(delivery).ConfigureAwait(false);
        }
        finally
        {
            delivery.Release();
        }
    }

    private static bool HasRecords(PartitionDescription partition) => partition.Count is { } count ? count > 0 : partition.First < partition.End;
}
