using Confluent.Kafka;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Consuming;

/// <summary>Which partitions are left out of receiving. The client forgets or keeps that on its own terms when partitions come, go or move.</summary>
internal sealed class Pauses(IConsumer<Ignore, Ignore> client)
{
    private readonly HashSet<TopicPartition> _paused = [];

    /// <summary>Pauses partitions that are read.</summary>
    public void Pause(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _paused.Add(partition);
            client.Pause([partition.ToClient()]);
        }
    }

    /// <summary>Resumes those of these partitions that are paused.</summary>
    public void Resume(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            if (_paused.Remove(partition))
            {
                client.Resume([partition.ToClient()]);
            }
        }
    }

    /// <summary>Pauses a partition again that the client took up anew.</summary>
    public void Restore(TopicPartition partition)
    {
        if (_paused.Contains(partition))
        {
            client.Pause([partition.ToClient()]);
        }
    }
}
