using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>A coordinator with its consumer, in a process of its own: it has its own clock, and can freeze or crash.</summary>
internal sealed class TestMember
{
    private TimeSpan _missed;
    private bool _isFrozen;
    private bool _isStopping;

    public TestMember(string name, StrictLeaseStore store, string[] topics, StartPoint start, bool stable)
    {
        Name = name;
        Store = store;
        Connection = new StoreConnection(store);
        Owner = new RecordingOwner(store.Rules);
        Coordinator = new LeaseCoordinator(
            new LeaseCoordinatorOptions
            {
                Group = TestGroup.Name,
                Topics = topics,
                Start = start,
                Member = name,
                MemberIsStable = stable,
                Jitter = new JitterOfTime(Time, name[0]),
            },
            Connection,
            Connection,
            Owner,
            Time);
    }

    public string Name { get; }

    public CountedTime Time { get; } = new();

    public RecordingOwner Owner { get; }

    public LeaseCoordinator Coordinator { get; }

    public StrictLeaseStore Store { get; }

    public StoreConnection Connection { get; }

    public bool IsCrashed { get; private set; }

    public bool IsFrozen => _isFrozen;

    public bool IsStopping => _isStopping;

    /// <summary>How long its leases are valid yet.</summary>
    public TimeSpan Left => Time.GetElapsedTime(Time.GetTimestamp(), Coordinator.ValidUntilTimestamp);

    /// <summary>How many partitions it reads.</summary>
    public int Count => Owner.Reading.Count;

    /// <summary>How many of its parts do not pause: of watch, rounds and renewals.</summary>
    public int Busy => IsCrashed || _isStopping ? 0 : 3 - Time.Pausing - Connection.HeldUp;

    /// <summary>Lets time pass in this process.</summary>
    public void Pass(TimeSpan span)
    {
        if (_isFrozen)
        {
            _missed += span;
        }
        else if (!IsCrashed)
        {
            Time.Advance(span);
        }
    }

    public void Crash() => IsCrashed = Connection.IsCut = true;

    public void Freeze() => _isFrozen = true;

    /// <summary>The process goes on, and its timers have not come to their turn yet.</summary>
    public void ThawWithoutTimers() => Time.Skipped = _missed;

    public void Thaw()
    {
        _isFrozen = false;
        Time.Skipped = TimeSpan.Zero;
        Time.Advance(_missed);
        _missed = TimeSpan.Zero;
    }

    /// <summary>Leaves; a test that lets no time pass meanwhile waits for a while only.</summary>
    public Task StopAsync() => BeginStop().WaitAsync(TestGroup.Bound);

    /// <summary>Leaves while the test lets time pass.</summary>
    public Task BeginStop()
    {
        _isStopping = true;
        return Coordinator.StopAsync(TestContext.Current.CancellationToken);
    }
}
