using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>The core's side of ownership by the broker: keeps what the driver told, and notices calls that come from the wrong place.</summary>
internal sealed class RecordingOwner : IPartitionOwner
{
    private readonly Lock _gate = new();
    private readonly HashSet<TopicPartition> _owned = [];
    private int _insideDriver;
    private int _calls;
    private string? _misuse;

    /// <summary>What <see cref="RevokingAsync"/> answers: what may still be settled.</summary>
    public Func<IReadOnlyList<TopicPartition>, ValueTask<IReadOnlyList<Settlement>>> OnRevoking { get; set; } =
        _ => new([]);

    /// <summary>Told after each assignment.</summary>
    public Action? OnAssigned { get; set; }

    public IReadOnlyList<TopicPartition> Owned
    {
        get
        {
            lock (_gate)
            {
                return [.. _owned];
            }
        }
    }

    public List<TopicPartition> Revoked { get; } = [];

    public List<TopicPartition> LostPartitions { get; } = [];

    /// <summary>What the driver did wrong, if anything.</summary>
    public string? Misuse => Volatile.Read(ref _misuse);

    public void EnterDriver() => Interlocked.Increment(ref _insideDriver);

    public void LeaveDriver() => Interlocked.Decrement(ref _insideDriver);

    public void Assigned(IReadOnlyList<Assignment> assignments)
    {
        Enter(nameof(Assigned));
        lock (_gate)
        {
            foreach (var assignment in assignments)
            {
                if (!_owned.Add(assignment.Partition))
                {
                    _misuse ??= $"{assignment.Partition} was assigned twice without being given up between";
                }
            }
        }

        OnAssigned?.Invoke();
        Leave();
    }

    public async ValueTask<IReadOnlyList<Settlement>> RevokingAsync(IReadOnlyList<TopicPartition> partitions)
    {
        Enter(nameof(RevokingAsync));
        var settlements = await OnRevoking(partitions).ConfigureAwait(false);
        Remove(partitions, Revoked);
        Leave();
        return settlements;
    }

    public void Lost(IReadOnlyList<TopicPartition> partitions)
    {
        Enter(nameof(Lost));
        Remove(partitions, LostPartitions);
        Leave();
    }

    private void Enter(string method)
    {
        if (Volatile.Read(ref _insideDriver) == 0)
        {
            _misuse ??= $"{method} was called outside of ReceiveAsync and DisposeAsync";
        }

        if (Interlocked.Increment(ref _calls) > 1)
        {
            _misuse ??= $"{method} was called while another call was running";
        }
    }

    private void Leave() => Interlocked.Decrement(ref _calls);

    private void Remove(IReadOnlyList<TopicPartition> partitions, List<TopicPartition> log)
    {
        lock (_gate)
        {
            log.AddRange(partitions);
            foreach (var partition in partitions)
            {
                if (!_owned.Remove(partition))
                {
                    _misuse ??= $"{partition} was taken away and had not been assigned";
                }
            }
        }
    }
}
