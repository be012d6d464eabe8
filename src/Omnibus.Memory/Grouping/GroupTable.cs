using Omnibus.Drivers;

namespace Omnibus.Memory.Grouping;

/// <summary>All consumer groups of a store. Guarded by the store's gate.</summary>
internal sealed class GroupTable
{
    private readonly SortedDictionary<string, StoredGroup> _groups = new(StringComparer.Ordinal);
    private long _epoch;
    private int _reader;

    public IEnumerable<string> Names => _groups.Keys;

    /// <summary>Higher than every epoch before, of any lease: it rises also after a release, a removal, and a group's deletion.</summary>
    public long NewEpoch() => ++_epoch;

    /// <summary>A number for a reader that shares.</summary>
    public int NewReader() => ++_reader;

    public StoredGroup? Find(string name) => _groups.GetValueOrDefault(name);

    /// <summary>The group, made if it is not there. Whoever asks shows that it is alive.</summary>
    public StoredGroup Touch(string name, DateTimeOffset now)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups[name] = group = new StoredGroup(name);
        }

        group.LastSeen = now;
        return group;
    }

    public bool Remove(string name) => _groups.Remove(name);

    public void Forget(string topic)
    {
        foreach (var group in _groups.Values)
        {
            group.Forget(topic);
        }
    }

    /// <summary>The first record of a partition that a group has not settled which was heard of since <paramref name="since"/>.</summary>
    public long FirstNeeded(TopicPartition partition, DateTimeOffset since)
    {
        var needed = long.MaxValue;
        foreach (var group in _groups.Values)
        {
            if ((group.LastSeen >= since || group.IsShared) && group.Find(partition) is { } place)
            {
                needed = Math.Min(needed, place.Offset);
            }
        }

        return needed;
    }
}
