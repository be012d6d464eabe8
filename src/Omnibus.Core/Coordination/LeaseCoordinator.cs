using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>
/// Decides, together with those of the other members and over the transport's <see cref="ILeaseStore"/>, which partitions one consumer reads, and
/// keeps the leases of these. One for each consumer of a group on a transport with <see cref="Drivers.Coordination.Leases"/>.
/// </summary>
/// <remarks>
/// <para>Three things go on at once, so that none can hold up another: rounds (look, plan, acquire), renewals, and a watch over what ran out on our own
/// clock. The decisions are <see cref="LeasePlanner"/>'s, the bookkeeping is <see cref="HeldLeases"/>'s; the rest is here.</para>
/// <para>Safe on any thread. An absent store never fails it: it goes on trying, and says so through <see cref="ILeaseOwner"/>.</para>
/// </remarks>
#pragma warning disable CA1001 // Its sources of cancellation have no timer and no handle, and StopAsync may be called after everything is over.
internal sealed partial class LeaseCoordinator
#pragma warning restore CA1001
{
    private readonly LeaseCoordinatorOptions _options;
    private readonly ILeaseStore _store;
    private readonly ILeaseOwner _owner;
    private readonly TimeProvider _time;
    private readonly GroupMember _me;
    private readonly LeaseName _membership;
    private readonly KnownPartitions _partitions;
    private readonly StoreCalls _calls;
    private readonly StoreCalls _quickCalls;
    private readonly long _origin;
    private readonly CancellationTokenSource _stopping = new();

    // Guards what changes here; nothing is called while it is held.
    private readonly Lock _gate = new();

    // Held while what changed is told, so that the owner hears of changes one by one and in their order. Taken before _gate.
    private readonly Lock _turn = new();

    private volatile HeldLeases _held = HeldLeases.None;
    private volatile IReadOnlyList<string> _members = [];
    private long _validUntilTimestamp = long.MaxValue;

    public LeaseCoordinator(LeaseCoordinatorOptions options, ILeaseStore store, ITopicAdministrator topics, ILeaseOwner owner, TimeProvider time)
    {
        (_options, _store, _owner, _time) = (options, store, owner, time);
        _me = new GroupMember(options.Member, options.Topics);
        _membership = LeaseName.Of(options.Group, options.Member);
        _partitions = new KnownPartitions(options.Group, options.Topics, options.Start, topics, store);
        _calls = new StoreCalls(options.Duration, time);
        _quickCalls = new StoreCalls(options.Renewal, time);
        _origin = time.GetTimestamp();
    }

    /// <summary>The partitions whose leases are held, also those that are being drained.</summary>
    public IReadOnlyList<TopicPartition> Owned => _held.Partitions;

    /// <summary>The members of the group that were alive at the last look, this one among them, in ordinal order.</summary>
    public IReadOnlyList<string> Members => _members;

    /// <summary>
    /// Until this timestamp of the <see cref="TimeProvider"/>, <see cref="MayDeliver"/> is true for all that is owned and was not found lost before:
    /// a receive loop that compares with it once a receive need not ask for each partition.
    /// </summary>
    public long ValidUntilTimestamp => Volatile.Read(ref _validUntilTimestamp);

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>
    /// Whether nobody else can have this partition now. To be asked after each receive, before anything of the partition is handled: a process that was
    /// frozen must notice it here. False means that the partition is lost under this epoch, for good: nothing more of it may be delivered or settled,
    /// and <see cref="ILeaseOwner.Lost"/> follows unless it came already.
    /// </summary>
    public bool MayDeliver(TopicPartition partition, long epoch)
    {
        var name = LeaseName.Of(_options.Group, partition);
        if (_held.IsValid(name, epoch, Now))
        {
            return true;
        }

        // A renewal may just have come in time: no is only said where none can come any more.
        lock (_gate)
        {
            return _held.IsValid(name, epoch, Now);
        }
    }

    /// <summary>
    /// A settlement was fenced: these leases are somebody else's now. They are forgotten, and <see cref="ILeaseOwner.Lost"/> is not called for them.
    /// </summary>
    public void LeaseLost(IReadOnlyList<TopicPartition> partitions) =>
        Change(held => held.Lost(partitions.Select(partition => LeaseName.Of(_options.Group, partition))));

    private (HeldLeases Before, HeldLeases After) Change(Func<HeldLeases, HeldLeases> change)
    {
        lock (_gate)
        {
            var before = _held;
            _held = change(before);
            Volatile.Write(ref _validUntilTimestamp, TimestampOf(_held.ValidUntil));
            return (before, _held);
        }
    }

    private long TimestampOf(TimeSpan time) =>
        time == TimeSpan.MaxValue ? long.MaxValue : _origin + (long)Math.Floor(Math.Max(0, time.TotalSeconds) * _time.TimestampFrequency);

    /// <summary>Changes what is held and tells the owner what it lost by that.</summary>
    private void ChangeAndTell(Func<HeldLeases, HeldLeases> change)
    {
        lock (_turn)
        {
            var (before, after) = Change(change);
            if (after.LostSince(before) is { Count: > 0 } lost)
            {
                _owner.Lost(lost);
            }
        }
    }
}
