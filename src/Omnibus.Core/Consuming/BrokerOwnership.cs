using Microsoft.Extensions.Logging;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>
/// Ownership that the broker decides. The driver calls it from inside a receive or its disposal, while the loop waits there, so it may touch what is the loop's.
/// </summary>
internal sealed class BrokerOwnership(Partitions partitions, string consumer, TimeSpan patience, TimeProvider time, ILogger log) : IOwnership, IPartitionOwner
{
    private volatile bool _hasJoined;

    public bool IsTracked => true;

    public bool HasJoined => _hasJoined;

    public bool HasDrained => false;

    public void Assigned(IReadOnlyList<Assignment> assignments)
    {
        _hasJoined = true;
        foreach (var assignment in assignments)
        {
            partitions.Add(assignment.Partition, assignment.Epoch);
            log.PartitionAssigned(consumer, assignment.Partition, assignment.Start);
        }
    }

    public async ValueTask<IReadOnlyList<Settlement>> RevokingAsync(IReadOnlyList<TopicPartition> revoked)
    {
        var states = Find(revoked);
        foreach (var state in states)
        {
            state.Revoke();
        }

        try
        {
            await Task.WhenAll(states.Select(state => state.WhenDrained())).WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.ConsumerDidNotDrain(consumer, states.Sum(state => state.InFlight));
        }

        var settlements = new List<Settlement>();
        foreach (var state in states)
        {
            if (Settler.Last(state) is { } settlement)
            {
                settlements.Add(settlement);
            }

            partitions.Remove(state.Partition);
            state.Lose();
            log.PartitionRevoked(consumer, state.Partition);
        }

        return settlements;
    }

    public void Lost(IReadOnlyList<TopicPartition> lost)
    {
        foreach (var state in Find(lost))
        {
            partitions.Remove(state.Partition);
            state.Lose();
            log.PartitionLost(consumer, state.Partition);
        }
    }

    public void Fenced(IReadOnlyList<TopicPartition> fenced) => Lost(fenced);

    public bool MayDeliver(PartitionState state) => state.IsOwned;

    public void Apply()
    {
    }

    public void Settled()
    {
    }

    /// <summary>Closing the driver has it give everything up.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<PartitionState> Find(IReadOnlyList<TopicPartition> wanted) =>
        [.. wanted.Select(partition => partitions.Find(partition.Topic, partition.Partition)).OfType<PartitionState>()];
}
