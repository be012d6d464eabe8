namespace Omnibus.Publishing;

/// <summary>Waits for many operations at once: the routes of one event, or a batch of events.</summary>
/// <param name="routes">How many operations there are for each event.</param>
/// <param name="expected">How many operations there will be, as far as that is known.</param>
internal sealed class PublicationGroup(int routes, int expected)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private PublishReceipt[] _receipts = new PublishReceipt[Math.Max(expected, 1)];
    private int _count;
    private int _open = 1;

    /// <summary>The first operation that did not store, by its place; null: all did.</summary>
    private (int Place, Exception? Exception)? _failed;

    public void Add(ReadOnlySpan<PublishOperation> operations)
    {
        lock (_gate)
        {
            if (_count + operations.Length > _receipts.Length)
            {
                Array.Resize(ref _receipts, Math.Max(_count + operations.Length, _receipts.Length * 2));
            }

            foreach (var operation in operations)
            {
                operation.JoinGroup(this, _count++);
            }

            _open += operations.Length;
        }
    }

    public void Complete(PublishOperation operation, int place, PublishReceipt receipt, Exception? exception)
    {
        bool last;
        lock (_gate)
        {
            _receipts[place] = receipt;
            if (receipt.Route.State != RouteState.Stored && !(_failed?.Place < place))
            {
                _failed = (place, exception);
            }

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
        var receipts = new ArraySegment<PublishReceipt>(_receipts, 0, _count);
        if (_failed is { } failed)
        {
            throw Faults.NotPublished([.. receipts.Select(receipt => receipt.Route)], failed.Exception);
        }

        return routes == 1 ? receipts : [.. receipts.Chunk(routes).Select(chunk => chunk[0].On([.. chunk.Select(receipt => receipt.Route)]))];
    }

    /// <summary>Completes when nothing is open. Nothing may be added from here on.</summary>
    public Task SettleAsync()
    {
        lock (_gate)
        {
            return --_open == 0 ? Task.CompletedTask : _completion.Task;
        }
    }
}
