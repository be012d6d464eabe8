using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Recovery.Tests.Harness;

/// <summary>What a handler saw, and whether it fails.</summary>
public class Handled : IEventHandler<Counted>
{
    private readonly ConcurrentQueue<Seen> _seen = new();

    /// <summary>Fails an event; by default none.</summary>
    public Func<Counted, bool> Fails { get; set; } = static _ => false;

    /// <summary>What was handled, in order.</summary>
    public IReadOnlyCollection<Seen> All => _seen;

    public IEnumerable<long> Numbers => _seen.Select(static seen => seen.Number);

    public ValueTask HandleAsync(Counted counted, EventContext context, CancellationToken cancellationToken)
    {
        if (Fails(counted))
        {
            throw new InvalidOperationException("broken");
        }

        _seen.Enqueue(new Seen(counted.Number, context.Topic, context.Partition, context.Position, context.Consumer, context.Redrives));
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until so many were handled.</summary>
    public Task UntilAsync(int count) => Until.HoldsAsync(() => _seen.Count >= count, () => $"{_seen.Count} of {count} handled");
}

/// <summary>One event as a handler saw it.</summary>
public sealed record Seen(long Number, string Topic, int Partition, Position Position, string Consumer, int Redrives);
