using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Healthy.Brokered;

/// <summary>A consumer whose broker decides, over one that reads what it is assigned. One topic is all that it can.</summary>
internal class BrokeredConsumer(IConsumerDriver inner, ILeaseStore leases, ITopicAdministrator topics, ConsumerRequest request) : IConsumerDriver
{
    private readonly GroupCoordinator _coordinator = GroupCoordinator.Of(request.Group!);
    private readonly Dictionary<TopicPartition, Lease> _owned = [];
    private readonly Lock _closing = new();
    private Task? _disposal;
    private int _closed;
    private bool _joined;

    public SettlementModel Settlement => inner.Settlement;

    public bool Ordered => inner.Ordered;

    public bool ReceiveBlocksThread => inner.ReceiveBlocksThread;

    protected IPartitionOwner Owner => request.Owner!;

    private IAssignableConsumer Assignable => (IAssignableConsumer)inner;

    public async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _closed) == 0)
        {
            BeginReceive();
            await RebalanceAsync(cancellationToken);
        }

        return await inner.ReceiveAsync(buffer, cancellationToken);
    }

    public virtual ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
        inner.SettleAsync(
            settlements.ToArray()
                .Select(settlement => settlement with { Epoch = _owned.TryGetValue(settlement.Partition, out var lease) ? lease.Epoch : 0 }).ToArray(),
            cancellationToken);

    /// <summary>Whoever comes second waits for the first: what is inside may not be closed while it is settled.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_closing)
        {
            return new ValueTask(_disposal ??= CloseAsync());
        }
    }

    protected virtual ValueTask CloseOwnedAsync(IReadOnlyList<TopicPartition> partitions) => RevokeAsync(partitions);

    protected virtual async ValueTask<IReadOnlyList<Settlement>> AskAsync(IReadOnlyList<TopicPartition> partitions) => await Owner.RevokingAsync(partitions);

    protected virtual void Lose(IReadOnlyList<TopicPartition> partitions) => Owner.Lost(partitions);

    protected virtual void BeginReceive()
    {
    }

    protected virtual void Tell(IReadOnlyList<Assignment> assignments) => Owner.Assigned(assignments);

    protected async ValueTask RevokeAsync(IReadOnlyList<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        await SettleAsync((await AskAsync(partitions)).ToArray(), CancellationToken.None);
        await LetGoAsync(partitions);
    }

    protected async ValueTask LetGoAsync(IReadOnlyList<TopicPartition> partitions)
    {
        Assignable.Unassign(partitions);
        await leases.ReleaseAsync([.. partitions.Select(partition => _owned[partition])], CancellationToken.None);
        foreach (var partition in partitions)
        {
            _owned.Remove(partition);
        }

        _coordinator.GiveUp(this, partitions.Select(partition => partition.Partition));
    }

    private async Task CloseAsync()
    {
        Volatile.Write(ref _closed, 1);
        await CloseOwnedAsync([.. _owned.Keys]);
        _coordinator.Leave(this);
        await inner.DisposeAsync();
    }

    private async ValueTask RebalanceAsync(CancellationToken cancellationToken)
    {
        var topic = request.Topics[0];
        var count = (await topics.DescribeAsync(topic, cancellationToken))!.Partitions.Count;
        if (!_coordinator.Hear(this, joins: !_joined))
        {
            // Somebody else has everything already: what we think to own is gone.
            IReadOnlyList<TopicPartition> lost = [.. _owned.Keys];
            Assignable.Unassign(lost);
            Lose(lost);
            _owned.Clear();
            _coordinator.Hear(this, joins: true);
        }

        _joined = true;
        await RevokeAsync([.. _coordinator.ToGiveUp(this, count).Select(partition => new TopicPartition(topic, partition))]);
        var taken = new List<Assignment>();
        foreach (var partition in _coordinator.Take(this, count).Select(partition => new TopicPartition(topic, partition)))
        {
            taken.Add(await AcquireAsync(partition, cancellationToken));
        }

        if (taken.Count > 0)
        {
            Tell([.. taken.Select(assignment => assignment with { Start = null, Epoch = 0 })]);
            Assignable.Assign(taken);
        }
    }

    private async ValueTask<Assignment> AcquireAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        var name = LeaseName.Of(request.Group!, partition);
        var state = (await leases.ListAsync(request.Group!, cancellationToken)).Where(state => state.Name == name && state.Owner is not null)
            .Select(state => (LeaseState?)state).FirstOrDefault();
        var grant = (await leases.TryAcquireAsync(new LeaseClaim(name, request.Member, TimeSpan.FromSeconds(10), state), cancellationToken))!.Value;
        _owned[partition] = new Lease(name, request.Member, grant.Epoch);
        return new Assignment(partition, grant.Position, grant.Epoch);
    }
}
