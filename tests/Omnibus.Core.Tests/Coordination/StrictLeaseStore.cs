using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>Leases, positions and topics in memory. Refuses whatever the contract does not allow, and remembers every grant and release.</summary>
internal sealed partial class StrictLeaseStore : ILeaseStore
{
    private readonly Dictionary<LeaseName, LeaseState> _leases = [];
    private readonly Dictionary<TopicPartition, Position> _positions = [];
    private readonly Dictionary<TopicPartition, long> _settledUnder = [];
    private readonly List<LeaseState> _grants = [];
    private readonly Lock _gate = new();
    private long _epoch;
    private int _heldUp;

    /// <summary>Called before each operation with its name; may throw, or return a task that is awaited first.</summary>
    public Func<string, Task?>? Before { get; set; }

    /// <summary>Called after each operation was done and before it is answered; may throw, so that the answer is lost, or delay it.</summary>
    public Func<string, Task?>? After { get; set; }

    /// <summary>How many calls wait because the test wants it.</summary>
    public int HeldUp => Volatile.Read(ref _heldUp);

    public Rules Rules { get; } = new();

    public IReadOnlyList<LeaseState> Grants => Locked(() => _grants.ToList());

    public IReadOnlyList<LeaseState> Leases => Locked(() => _leases.Values.ToList());

    /// <summary>The topics that were prepared, with the start that was asked for, in order.</summary>
    public List<(string Topic, StartPoint Start)> Prepared { get; } = [];

    public LeaseState? Find(TopicPartition partition) => Locked(() =>
        _leases.Values.Where(lease => lease.Name.Partition == partition).Select(lease => (LeaseState?)lease).SingleOrDefault());

    public string? OwnerOf(TopicPartition partition) => Find(partition)?.Owner;

    /// <summary>The partitions that a member holds, by the store.</summary>
    public List<TopicPartition> HeldBy(string member) =>
        [.. Leases.Where(lease => lease.Owner == member && lease.Name.Partition is not null).Select(lease => lease.Name.Partition!.Value)];

    public IReadOnlyList<string> Members => [.. Leases.Select(lease => lease.Name.Member).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Settles as a driver does: false where the epoch is older than the lease's.</summary>
    public bool Settle(string group, TopicPartition partition, long epoch) => Locked(() =>
    {
        if (!_leases.TryGetValue(LeaseName.Of(group, partition), out var lease) || epoch < lease.Epoch)
        {
            return false;
        }

        Assert.True(epoch >= _settledUnder.GetValueOrDefault(partition), "A settlement under an older epoch came after one under a newer.");
        _settledUnder[partition] = epoch;
        return true;
    });

    /// <summary>Takes a lease as somebody else would, without asking.</summary>
    public long Seize(LeaseName name, string owner, TimeSpan duration) => Locked(() => Grant(new LeaseClaim(name, owner, duration, null)).Epoch);

    /// <summary>Renews as somebody else would.</summary>
    public void Touch(LeaseName name) => Locked(() => _leases[name] = _leases[name] with { Counter = _leases[name].Counter + 1 });

    public void Remove(LeaseName name) => Locked(() => _leases.Remove(name));

    public ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken) =>
        new(DoAsync("prepare", () =>
        {
            foreach (var topic in topics)
            {
                var count = Assert.Contains(topic, _topics);
                Prepared.Add((topic, start));
                for (var partition = 0; partition < count; partition++)
                {
                    _positions.TryAdd(new TopicPartition(topic, partition), new Position(0, 0));
                }
            }

            return true;
        }, cancellationToken));

    public ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) =>
        new(DoAsync<IReadOnlyList<LeaseState>>("list", () => [.. _leases.Values], cancellationToken));

    public ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) => new(DoAsync("acquire", () =>
    {
        Assert.True(claim.Name.Partition is null != claim.Name.Member is null, "A lease is about a partition or about a member.");
        Assert.True(claim.Name.Partition is not { } wanted || _positions.ContainsKey(wanted), "A partition is prepared before it is acquired.");
        Assert.True(claim.Expected is not { Owner: null }, "A free lease is claimed without an expectation.");
        return _leases.TryGetValue(claim.Name, out var lease) && lease.Owner is not null && lease != claim.Expected
            ? (LeaseGrant?)null
            : Grant(claim);
    }, cancellationToken));

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        new(DoAsync<IReadOnlyList<Lease>>("renew", () =>
        {
            Assert.NotEmpty(leases);
            Assert.Equal(leases.Count, leases.Distinct().Count());
            var lost = new List<Lease>();
            foreach (var lease in leases)
            {
                if (IsHeld(lease))
                {
                    _leases[lease.Name] = _leases[lease.Name] with { Counter = _leases[lease.Name].Counter + 1 };
                }
                else
                {
                    lost.Add(lease);
                }
            }

            return lost;
        }, cancellationToken));

    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) => new(DoAsync("release", () =>
    {
        foreach (var lease in leases.Where(IsHeld))
        {
            if (lease.Name.Member is not null)
            {
                _leases.Remove(lease.Name);
            }
            else
            {
                _leases[lease.Name] = _leases[lease.Name] with { Owner = null };
            }
        }

        return true;
    }, cancellationToken));

    private bool IsHeld(Lease lease) => _leases.TryGetValue(lease.Name, out var state) && state.Owner == lease.Owner && state.Epoch == lease.Epoch;

    private LeaseGrant Grant(LeaseClaim claim)
    {
        var state = new LeaseState(claim.Name, claim.Owner, ++_epoch, 0, claim.Duration);
        _leases[claim.Name] = state;
        _grants.Add(state);
        return new LeaseGrant(state.Epoch, claim.Name.Partition is { } partition ? _positions.GetValueOrDefault(partition) : null);
    }

    private async Task<T> DoAsync<T>(string operation, Func<T> action, CancellationToken patience)
    {
        await HoldUpAsync(Before?.Invoke(operation), patience);
        var result = Locked(action);
        await HoldUpAsync(After?.Invoke(operation), patience);
        return result;
    }

    private async Task HoldUpAsync(Task? wait, CancellationToken patience)
    {
        if (wait is not null)
        {
            Interlocked.Increment(ref _heldUp);
            try
            {
                await wait.WaitAsync(patience);
            }
            finally
            {
                Interlocked.Decrement(ref _heldUp);
            }
        }
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return Rules.Keep(action);
        }
    }
}
