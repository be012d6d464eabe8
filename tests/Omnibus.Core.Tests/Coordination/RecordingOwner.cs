using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>A consumer that notes what it is told, refuses calls at the same time, and drains when the test says so.</summary>
internal sealed class RecordingOwner(Rules rules) : ILeaseOwner
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TopicPartition, long> _reading = [];
    private readonly Dictionary<TopicPartition, (long Epoch, TaskCompletionSource Done)> _draining = [];
    private readonly HashSet<TopicPartition> _drained = [];
    private readonly List<string> _calls = [];
    private int _inside;

    /// <summary>Drains complete at once.</summary>
    public bool DrainsAtOnce { get; set; } = true;

    /// <summary>Drains stop when their token says so; otherwise they go on.</summary>
    public bool DrainsListen { get; set; } = true;

    /// <summary>Drains throw.</summary>
    public bool DrainFails { get; set; }

    public IReadOnlyList<string> Calls => Locked(() => _calls.ToList());

    public Exception? Failure { get; private set; }

    /// <summary>What it delivers now, and under which epoch.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Reading => Locked(() => _reading.ToDictionary());

    /// <summary>What it is at work on, and under which epoch: what it delivers and what it drains.</summary>
    public IReadOnlyList<KeyValuePair<TopicPartition, long>> AtWork => Locked(() =>
        _reading.Concat(_draining.Select(static drain => KeyValuePair.Create(drain.Key, drain.Value.Epoch))).ToList());

    public IReadOnlyList<TopicPartition> Draining => Locked(() => _draining.Keys.ToList());

    public void Assigned(IReadOnlyList<Assignment> assignments) => Call("assigned " + string.Join(' ', assignments.Select(a => a.Partition)), () =>
    {
        foreach (var assignment in assignments)
        {
            Assert.NotNull(assignment.Start);
            Assert.DoesNotContain(assignment.Partition, _draining);
            _drained.Remove(assignment.Partition);
            Assert.True(_reading.TryAdd(assignment.Partition, assignment.Epoch), $"{assignment.Partition} was assigned twice.");
        }
    });

    public ValueTask RevokingAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        List<Task> drains = [];
        Call("revoking " + string.Join(' ', partitions), () =>
        {
            foreach (var partition in partitions)
            {
                Assert.True(_reading.Remove(partition, out var epoch), $"{partition} was revoked and not assigned.");
                var drain = new TaskCompletionSource();
                Assert.True(_draining.TryAdd(partition, (epoch, drain)));
                drains.Add(DrainsListen ? drain.Task.WaitAsync(cancellationToken) : drain.Task);
            }
        });
        if (DrainFails)
        {
            throw new InvalidOperationException("The drain failed.");
        }

        if (DrainsAtOnce)
        {
            foreach (var partition in partitions)
            {
                Drained(partition);
            }
        }

        return new(Task.WhenAll(drains));
    }

    public void Lost(IReadOnlyList<TopicPartition> partitions) => Call("lost " + string.Join(' ', partitions), () =>
    {
        foreach (var partition in partitions)
        {
            // The time of a lease can be over just when its drain ends.
            Assert.True(_reading.Remove(partition) || _draining.ContainsKey(partition) || _drained.Remove(partition), $"{partition} was lost and not assigned.");
        }
    });

    public void CoordinationFailed(Exception exception) => Call("failed", () => Failure = exception);

    public void CoordinationRecovered() => Call("recovered", () => Failure = null);

    /// <summary>Ends a drain.</summary>
    public void Drained(TopicPartition partition)
    {
        (long, TaskCompletionSource Done) drain;
        lock (_gate)
        {
            Assert.True(_draining.Remove(partition, out drain));
            _drained.Add(partition);
        }

        drain.Done.SetResult();
    }

    /// <summary>Stops delivering by itself.</summary>
    public void Drop(TopicPartition partition) => Locked(() => _reading.Remove(partition));

    private void Call(string call, Action action)
    {
        rules.Keep(() =>
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            lock (_gate)
            {
                _calls.Add(call);
                action();
            }

            return Interlocked.Decrement(ref _inside);
        });
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }
}
