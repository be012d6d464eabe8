using System.Runtime.InteropServices;
using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>The partitions that a consumer reads now. For the loop's thread, or a driver's callback while the loop waits for it.</summary>
internal sealed class Partitions(BusConfiguration bus, int capacity)
{
    private readonly Dictionary<TopicPartition, PartitionState> _states = [];
    private PartitionState? _last;
    private int _lanes;

    public IReadOnlyCollection<PartitionState> All => _states.Values;

    /// <summary>Finds a partition. Deliveries come in runs of one partition: the last one found is tried first.</summary>
    public PartitionState? Find(string topic, int partition)
    {
        if (_last is { } last && last.Partition.Partition == partition
            && (ReferenceEquals(last.Partition.Topic, topic) || last.Partition.Topic == topic))
        {
            return last;
        }

        return _last = _states.GetValueOrDefault(new TopicPartition(topic, partition));
    }

    /// <summary>Begins a partition, anew where it was there.</summary>
    public PartitionState Add(TopicPartition partition, long epoch)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, partition, out _);
        place?.Lose();
        place = new PartitionState(partition, bus.ShortName(partition.Topic), epoch, _lanes++, capacity);
        _last = null;
        return place;
    }

    public PartitionState? Remove(TopicPartition partition)
    {
        _last = null;
        _states.Remove(partition, out var state);
        return state;
    }
}
