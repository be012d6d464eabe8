using Omnibus.Conformance.Tests.Healthy.Brokered;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Asks what may be settled while partitions are given up, and does not settle it.</summary>
internal sealed class DropsRevokedSettlements(IConsumerDriver inner, ILeaseStore leases, ITopicAdministrator topics, ConsumerRequest request)
    : BrokeredConsumer(inner, leases, topics, request)
{
    private bool _closing;

    protected override async ValueTask<IReadOnlyList<Settlement>> AskAsync(IReadOnlyList<TopicPartition> partitions)
    {
        var settlements = await base.AskAsync(partitions);
        return _closing ? settlements : [];
    }

    protected override ValueTask CloseOwnedAsync(IReadOnlyList<TopicPartition> partitions)
    {
        _closing = true;
        return base.CloseOwnedAsync(partitions);
    }
}

/// <summary>Settles, while partitions are given up, everything that was delivered.</summary>
internal sealed class SettlesWhatItDelivered(IConsumerDriver inner, ILeaseStore leases, ITopicAdministrator topics, ConsumerRequest request)
    : BrokeredConsumer(inner, leases, topics, request)
{
    private readonly ITopicAdministrator _topics = topics;
    private bool _closing;

    protected override async ValueTask<IReadOnlyList<Settlement>> AskAsync(IReadOnlyList<TopicPartition> partitions)
    {
        var settlements = await base.AskAsync(partitions);
        var topic = await _topics.DescribeAsync(partitions[0].Topic, CancellationToken.None);
        return _closing || settlements.Count > 0
            ? settlements
            : [.. from partition in partitions
                let end = topic!.Partitions[partition.Partition].End
                where end.Low > 0
                select new Settlement(partition, end with { Low = end.Low - 1 }, SettlementKind.Acknowledge)];
    }

    protected override ValueTask CloseOwnedAsync(IReadOnlyList<TopicPartition> partitions)
    {
        _closing = true;
        return base.CloseOwnedAsync(partitions);
    }
}

/// <summary>Closes without asking what may be settled.</summary>
internal sealed class ClosesWithoutAsking(IConsumerDriver inner, ILeaseStore leases, ITopicAdministrator topics, ConsumerRequest request)
    : BrokeredConsumer(inner, leases, topics, request)
{
    protected override ValueTask CloseOwnedAsync(IReadOnlyList<TopicPartition> partitions) =>
        partitions.Count > 0 ? LetGoAsync(partitions) : default;
}

/// <summary>Tells of partitions that were lost as if they were being given up.</summary>
internal sealed class AsksAfterLoss(IConsumerDriver inner, ILeaseStore leases, ITopicAdministrator topics, ConsumerRequest request)
    : BrokeredConsumer(inner, leases, topics, request)
{
    protected override void Lose(IReadOnlyList<TopicPartition> partitions) => _ = Owner.RevokingAsync(partitions).AsTask();
}

/// <summary>Tells of an assignment when it is next called, after the first deliveries.</summary>
internal sealed class AssignsLate(IConsumerDriver inner, ILeaseStore leases, ITopicAdministrator topics, ConsumerRequest request)
    : BrokeredConsumer(inner, leases, topics, request)
{
    private readonly List<Assignment> _untold = [];

    protected override void Tell(IReadOnlyList<Assignment> assignments) => _untold.AddRange(assignments);

    protected override void BeginReceive()
    {
        if (_untold.Count > 0)
        {
            Owner.Assigned([.. _untold]);
            _untold.Clear();
        }
    }
}
