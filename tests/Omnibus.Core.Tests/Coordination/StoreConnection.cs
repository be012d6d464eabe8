using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>One member's way to the store: it can fail before or after the store acted, take its time, or be cut for good.</summary>
internal sealed class StoreConnection(StrictLeaseStore store) : ILeaseStore, ITopicAdministrator
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _heldUp = [];

    /// <summary>Decides what happens to the next call.</summary>
    public Func<Weather>? Forecast { get; set; }

    /// <summary>The process is gone: nothing that it was doing goes on.</summary>
    public bool IsCut { get; set; }

    /// <summary>How many calls take their time.</summary>
    public int HeldUp
    {
        get
        {
            lock (_gate)
            {
                return _heldUp.Count;
            }
        }
    }

    /// <summary>Lets the oldest call that takes its time go on.</summary>
    public void LetOneGo()
    {
        TaskCompletionSource? call = null;
        lock (_gate)
        {
            if (_heldUp is [var oldest, ..] && !IsCut)
            {
                call = oldest;
                _heldUp.RemoveAt(0);
            }
        }

        call?.TrySetResult();
    }

    public ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken) =>
        new(DoAsync(
            async () =>
            {
                await store.PrepareAsync(group, topics, start, cancellationToken);
                return true;
            },
            cancellationToken));

    public ValueTask<IReadOnlyList<LeaseState>> ListAsync(string group, CancellationToken cancellationToken) =>
        new(DoAsync(async () => await store.ListAsync(group, cancellationToken), cancellationToken));

    public ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        new(DoAsync(async () => await store.TryAcquireAsync(claim, cancellationToken), cancellationToken));

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        new(DoAsync(async () => await store.RenewAsync(leases, cancellationToken), cancellationToken));

    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        new(DoAsync(
            async () =>
            {
                await store.ReleaseAsync(leases, cancellationToken);
                return true;
            },
            cancellationToken));

    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        new(DoAsync(async () => await store.DescribeAsync(topic, cancellationToken), cancellationToken));

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<T> DoAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var weather = Forecast?.Invoke() ?? Weather.Fine;
        switch (weather)
        {
            case Weather.Away:
                throw new IOException("The store is away.");
            case Weather.SlowToAsk:
                await HoldUpAsync(cancellationToken);
                break;
        }

        var result = await call();
        switch (weather)
        {
            case Weather.AnswerLost:
                throw new IOException("The answer is lost.");
            case Weather.SlowToAnswer:
                await HoldUpAsync(cancellationToken);
                break;
        }

        return result;
    }

    private async Task HoldUpAsync(CancellationToken cancellationToken)
    {
        var wait = new TaskCompletionSource();
        lock (_gate)
        {
            _heldUp.Add(wait);
        }

        try
        {
            await wait.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _heldUp.Remove(wait);
            }
        }
    }
}

/// <summary>What happens to a call.</summary>
internal enum Weather
{
    Fine,
    Away,
    AnswerLost,
    SlowToAsk,
    SlowToAnswer,
}
