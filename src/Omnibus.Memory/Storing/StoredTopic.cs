namespace Omnibus.Memory.Storing;

/// <summary>A topic, its partitions, and the doors at which a new record rings.</summary>
internal sealed class StoredTopic
{
    private readonly Lock _listening = new();
    private Doorbell[] _doorbells = [];
    private volatile bool _removed;
    private long _trimAfter;

    public StoredTopic(string name, int partitions, TimeSpan retention)
    {
        Name = name;
        Retention = retention;
        Partitions = [.. Enumerable.Range(0, partitions).Select(number => new StoredPartition(name, number))];
    }

    public string Name { get; }

    public TimeSpan Retention { get; }

    public StoredPartition[] Partitions { get; }

    /// <summary>Guards the partitions. Held for a batch at most, and no stranger's code runs under it.</summary>
    public Lock Gate { get; } = new();

    public bool IsRemoved => _removed;

    public StoredPartition Partition(int number) =>
        number >= 0 && number < Partitions.Length
            ? Partitions[number]
            : throw new ArgumentOutOfRangeException(nameof(number), number, $"Topic '{Name}' has {Partitions.Length} partitions, numbered from 0.");

    /// <summary>At most once in a hundredth of the retention: what is too old may stay that much longer.</summary>
    public bool IsTrimmingDue(DateTimeOffset now)
    {
        if (now.UtcTicks < Volatile.Read(ref _trimAfter))
        {
            return false;
        }

        Volatile.Write(ref _trimAfter, (now + (Retention / 100)).UtcTicks);
        return true;
    }

    public void Listen(Doorbell doorbell)
    {
        lock (_listening)
        {
            _doorbells = [.. _doorbells, doorbell];
        }
    }

    public void StopListening(Doorbell doorbell)
    {
        lock (_listening)
        {
            _doorbells = [.. _doorbells.Where(other => other != doorbell)];
        }
    }

    public void Ring()
    {
        foreach (var doorbell in Volatile.Read(ref _doorbells))
        {
            doorbell.Ring();
        }
    }

    /// <summary>Frees every record; those that are delivered live on until they are released.</summary>
    public void Remove()
    {
        lock (Gate)
        {
            _removed = true;
            foreach (var partition in Partitions)
            {
                partition.Trim(long.MaxValue);
            }
        }

        Ring();
    }
}
