namespace Omnibus.Publishing;

/// <summary>Waits for many operations at once: the routes of one event, or a batch of events.</summary>
internal sealed class PublicationGroup(int routes)
{
    private readonly List<Entry> _entries = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _open = 1;

    public void Add(PublishOperation operation)
    {
        lock (_gate)
        {
            operation.JoinGroup(this, _entries.Count);
            _entries.Add(default);
            _open++;
        }
    }

    public void Complete(PublishOperation operation, int place, PublishReceipt receipt, Exception? exception)
    {
        bool last;
        lock (_gate)
        {
            _entries[place] = new Entry(receipt, exception);
            last = --_open == 0;
        }

        operation.ReleaseHolder();
        if (last)
        {
            _completion.SetResult();
        }
    }

    /// <summary>One receipt for each event, in order, once nothing is open.</summary>
    /// <exception cref="OmnibusException">Some route of some event did not store.</exception>
    public async ValueTask<IReadOnlyList<PublishReceipt>> WaitAsync(CancellationToken cancellationToken)
    {
        await SettleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var failed = _entries.FindIndex(entry => entry.Receipt.Route.State != RouteState.Stored);
        if (failed >= 0)
        {
            throw Faults.NotPublished([.. _entries.Select(entry => entry.Receipt.Route)], _entries[failed].Exception);
        }

        return routes == 1
            ? [.. _entries.Select(entry => entry.Receipt)]
            : [.. _entries.Chunk(routes).Select(chunk => chunk[0].Receipt.On([.. chunk.Select(entry => entry.Receipt.Route)]))];
    }

    /// <summary>Completes when nothing is open. Nothing may be added from here on.</summary>
    public Task SettleAsync()
    {
        lock (_gate)
        {
            return --_open == 0 ? Task.CompletedTask : _completion.Task;
        }
    }

    private readonly record struct Entry(PublishReceipt Receipt, Exception? Exception);
}
