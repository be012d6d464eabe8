using Omnibus.Drivers;

namespace Omnibus.Memory.Grouping;

/// <summary>A consumer group: its places, its members, and when it was last heard of. Guarded by the store's gate.</summary>
internal sealed class StoredGroup(string name)
{
    private readonly Dictionary<TopicPartition, GroupPlace> _places = [];
    private readonly Dictionary<string, StoredLease> _memberships = new(StringComparer.Ordinal);
    private readonly List<string> _sharers = [];

    public string Name { get; } = name;

    public DateTimeOffset LastSeen { get; set; }

    public IEnumerable<GroupPlace> Places => _places.Values;

    /// <summary>Who is in the group: holders of leases, and readers that share.</summary>
    public IReadOnlyList<string> Members =>
    [
        .. _memberships.Keys
            .Concat(_places.Values.Select(place => place.Lease?.Owner).OfType<string>())
            .Concat(_sharers)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Readers that share are here as long as they are open.</summary>
    public bool IsShared => _sharers.Count > 0;

    public GroupPlace? Find(TopicPartition partition) => _places.GetValueOrDefault(partition);

    public GroupPlace Place(TopicPartition partition) => Find(partition) ?? throw MemoryException.NoGroup(Name, partition);

    /// <summary>Makes the place known, at this offset, if it is not.</summary>
    public GroupPlace Prepare(TopicPartition partition, long offset)
    {
        if (!_places.TryGetValue(partition, out var place))
        {
            _places[partition] = place = new GroupPlace(partition, offset);
        }

        return place;
    }

    public void Forget(string topic)
    {
        foreach (var partition in _places.Keys.Where(partition => partition.Topic == topic).ToList())
        {
            _places.Remove(partition);
        }
    }

    public void Join(string sharer) => _sharers.Add(sharer);

    public void Leave(string sharer) => _sharers.Remove(sharer);

    /// <summary>The lease of this name, made if <paramref name="make"/> says so; a partition must have been prepared.</summary>
    public StoredLease? Lease(LeaseName name, bool make)
    {
        if (name.Partition is { } partition)
        {
            return make ? Place(partition).Lease ??= new StoredLease(name) : Find(partition)?.Lease;
        }

        if (!_memberships.TryGetValue(name.Member!, out var lease) && make)
        {
            _memberships[name.Member!] = lease = new StoredLease(name);
        }

        return lease;
    }

    public IEnumerable<StoredLease> Leases() => _memberships.Values.Concat(_places.Values.Select(place => place.Lease).OfType<StoredLease>());

    public void Release(StoredLease lease)
    {
        lease.Release();
        if (lease.Name.Member is { } member)
        {
            _memberships.Remove(member);
        }
    }
}
