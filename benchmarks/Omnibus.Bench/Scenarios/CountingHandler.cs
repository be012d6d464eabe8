using Omnibus.Bench.Events;

namespace Omnibus.Bench.Scenarios;

/// <summary>A singleton handler that looks at the metadata and counts.</summary>
internal sealed class CountingHandler(int expected, bool readMetadata) : IEventHandler<Reading>
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _length;

    public Task All => _all.Task;

    public int Length => _length;

    public ValueTask HandleAsync(Reading @event, EventContext context, CancellationToken cancellationToken)
    {
        _length += @event.Text.Length + (readMetadata ? context.Metadata.Id.Length : 0);
        if (++_count == expected)
        {
            _all.SetResult();
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>The same, made for each delivery.</summary>
internal sealed class ScopedHandler(CountingHandler counting) : IEventHandler<Reading>
{
    public ValueTask HandleAsync(Reading @event, EventContext context, CancellationToken cancellationToken) =>
        counting.HandleAsync(@event, context, cancellationToken);
}
