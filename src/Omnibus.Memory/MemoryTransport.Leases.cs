using Omnibus.Drivers;

namespace Omnibus.Memory;

/// <summary>Leases, compared and set under the store's gate.</summary>
internal sealed partial class MemoryTransport : ILeaseStore
{
    public ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        Prepare(group, topics, start);
        return default;
    }

    public ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            return new([.. store.Groups.Find(group)?.Leases().Select(lease => lease.State) ?? []]);
        }
    }

    public ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var group = store.Groups.Touch(claim.Name.Group, Now());
            var lease = group.Lease(claim.Name, make: true)!;
            return new(lease.TryAcquire(claim, store.Groups.NewEpoch)
                ? new LeaseGrant(lease.Epoch, claim.Name.Partition is { } partition ? Storing.Offsets.ToPosition(group.Place(partition).Offset) : null)
                : null);
        }
    }

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var lost = new List<Lease>();
        lock (store.Gate)
        {
            foreach (var lease in leases)
            {
                if (store.Groups.Find(lease.Name.Group)?.Lease(lease.Name, make: false) is { } held && held.IsHeld(lease))
                {
                    store.Groups.Touch(lease.Name.Group, Now());
                    held.Renew();
                }
                else
                {
                    lost.Add(lease);
                }
            }
        }

        return new(lost);
    }

    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            foreach (var lease in leases)
            {
                if (store.Groups.Find(lease.Name.Group) is { } group && group.Lease(lease.Name, make: false) is { } held && held.IsHeld(lease))
                {
                    group.Release(held);
                }
            }
        }

        return default;
    }

    /// <summary>Stores a new group's start for every partition, before anything is delivered.</summary>
    public void Prepare(string group, IReadOnlyList<string> topics, StartPoint start)
    {
        var now = Now();
        foreach (var topic in topics.Select(store.Topic))
        {
            store.Trim(topic, Retention.Now);
            lock (store.Gate)
            {
                var stored = store.Groups.Touch(group, now);
                lock (topic.Gate)
                {
                    foreach (var partition in topic.Partitions)
                    {
                        stored.Prepare(partition.Name, partition.Resolve(start));
                    }
                }
            }
        }
    }
}
