using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Omnibus.Coordinating;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>
/// Ownership by leases. The coordinator decides on its own threads; what it decides is queued here and done by the loop, between receives.
/// </summary>
internal sealed class LeaseOwnership(
    IConsumerDriver driver, Partitions partitions, string consumer, ConsumerHealth health, ILogger log, Action interrupt) : IOwnership, ILeaseOwner
{
    private readonly IAssignableConsumer _assignable = (IAssignableConsumer)driver;
    private readonly ConcurrentQueue<Action> _decisions = new();
    private readonly List<Revocation> _revocations = [];
    private LeaseCoordinator? _coordinator;

    public bool IsTracked => true;

    public bool HasJoined => _coordinator?.Members.Count > 0;

    public bool HasDrained => _revocations.Exists(static revocation => revocation.IsDrained);

    /// <summary>Begins coordinating. Decisions may come before this returns.</summary>
    public async Task JoinAsync(LeaseCoordinator coordinator, CancellationToken cancellationToken)
    {
        _coordinator = coordinator;
        await coordinator.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Assigned(IReadOnlyList<Assignment> assignments) => Decide(() =>
    {
        foreach (var assignment in assignments)
        {
            partitions.Add(assignment.Partition, assignment.Epoch);
            log.PartitionAssigned(consumer, assignment.Partition, assignment.Start);
        }

        _assignable.Assign(assignments);
    });

    public async ValueTask RevokingAsync(IReadOnlyList<TopicPartition> revoked, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Decide(() =>
        {
            var states = Find(revoked);
            _assignable.Unassign(revoked);
            foreach (var state in states)
            {
                state.Revoke();
            }

            _revocations.Add(new Revocation(states, done));
        });
        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Lost(IReadOnlyList<TopicPartition> lost) => Decide(() => Lose(lost));

    public void CoordinationFailed(Exception exception) => health.Set("leases", $"leases cannot be kept: {exception.Message}");

    public void CoordinationRecovered() => health.Clear("leases");

    public void Fenced(IReadOnlyList<TopicPartition> fenced)
    {
        Lose(fenced);
        _coordinator!.LeaseLost(fenced);
    }

    public bool MayDeliver(PartitionState state) => state.IsOwned && _coordinator!.MayDeliver(state.Partition, state.Epoch);

    public void Apply()
    {
        while (_decisions.TryDequeue(out var decision))
        {
            decision();
        }
    }

    public void Settled()
    {
        for (var i = _revocations.Count - 1; i >= 0; i--)
        {
            var revocation = _revocations[i];
            if (!revocation.IsDrained || revocation.HasUnsettled)
            {
                continue;
            }

            _revocations.RemoveAt(i);
            foreach (var state in revocation.States)
            {
                partitions.Remove(state.Partition);
                state.Lose();
                log.PartitionRevoked(consumer, state.Partition);
            }

            revocation.Done.SetResult();
        }
    }

    public Task LeaveAsync(CancellationToken cancellationToken) => _coordinator?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    private void Lose(IReadOnlyList<TopicPartition> lost)
    {
        _assignable.Unassign(lost);
        foreach (var state in Find(lost))
        {
            partitions.Remove(state.Partition);
            state.Lose();
            log.PartitionLost(consumer, state.Partition);
        }
    }

    private void Decide(Action decision)
    {
        _decisions.Enqueue(decision);
        interrupt();
    }

    private List<PartitionState> Find(IReadOnlyList<TopicPartition> wanted) =>
        [.. wanted.Select(partition => partitions.Find(partition.Topic, partition.Partition)).OfType<PartitionState>()];

    private sealed record Revocation(List<PartitionState> States, TaskCompletionSource Done)
    {
        public bool IsDrained => States.TrueForAll(static state => state.InFlight == 0);

        public bool HasUnsettled => States.Exists(static state => state is { IsLost: false, Unsettled: not null });
    }
}
