using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>
/// A serial lane of handling. The loop hands it slices, chains of deliveries; it works through them in order, one at a time, on whatever thread is free.
/// </summary>
internal sealed class Strand : IThreadPoolWorkItem
{
    /// <summary>A handler that keeps the loop's thread for longer gets a strand of its own.</summary>
    private const long MostInline = 100;

    private readonly IStrandOwner _owner;
    private readonly Lock _gate = new();
    private readonly DeliveryWork _work;
    private readonly DeliveryPipeline _pipeline;
    private InFlight? _first;
    private InFlight? _last;
    private bool _running;
    private bool _inline;

    public Strand(IStrandOwner owner, DeliveryPipeline pipeline, DeliveryWork work, bool inline)
    {
        (_owner, _pipeline, _work, _inline) = (owner, pipeline, work, inline);
    }

    public DeliveryWork Work => _work;

    /// <summary>Hands over a slice. A lone strand whose handlers are quick works it off right here, on the loop's thread.</summary>
    public void Enqueue(InFlight first, InFlight last)
    {
        bool start;
        lock (_gate)
        {
            if (_last is null)
            {
                _first = first;
            }
            else
            {
                _last.Next = first;
            }

            _last = last;
            start = !_running;
            _running = true;
        }

        if (!start)
        {
            return;
        }

        if (_inline)
        {
            var running = RunAsync(inline: true);
            if (!running.IsCompletedSuccessfully)
            {
                // It was suspended and goes on by itself; the next slices find it running or start it on the pool.
                _inline = false;
                _ = running.AsTask();
            }
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync(inline: false).AsTask();

    private async ValueTask RunAsync(bool inline)
    {
        var started = inline ? Environment.TickCount64 : 0;
        while (Take() is { } first)
        {
            var current = first;
            var last = first;
            var count = 0;
            while (current is not null)
            {
                var handling = Begin(current);
                _owner.OnHandled(current, handling.IsCompletedSuccessfully ? handling.Result : await handling.ConfigureAwait(false));
                count++;
                last = current;
                current = current.Next;
                if (inline && Environment.TickCount64 - started > MostInline)
                {
                    _inline = inline = false;
                    if (current is not null)
                    {
                        PutBack(current);
                        last.Next = null;
                        current = null;
                    }

                    _owner.OnSliceDone(first, last, count);
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }
            }

            _owner.OnSliceDone(first, last, count);
        }
    }

    /// <summary>
    /// Begins a delivery, and sees to it that what a handler leaves in the execution context reaches no other: there is no state machine around a
    /// handler that ends at once, to put the context back.
    /// </summary>
    private ValueTask<bool> Begin(InFlight delivery)
    {
        if ((!delivery.State.IsOwned || _owner.IsStopped) && delivery.Ahead is not { IsDone: true })
        {
            return new ValueTask<bool>(false);
        }

        var before = ExecutionContext.Capture();
        var handling = _pipeline.InvokeAsync(_work, delivery);
        if (before is not null && !ReferenceEquals(before, ExecutionContext.Capture()))
        {
            ExecutionContext.Restore(before);
        }

        return handling;
    }

    private InFlight? Take()
    {
        lock (_gate)
        {
            var first = _first;
            _first = _last = null;
            _running = first is not null;
            return first;
        }
    }

    private void PutBack(InFlight rest)
    {
        lock (_gate)
        {
            var end = rest;
            while (end.Next is { } next)
            {
                end = next;
            }

            end.Next = _first;
            _first = rest;
            _last ??= end;
        }
    }
}

/// <summary>The consumer, as its strands see it. Called on the strands' threads.</summary>
internal interface IStrandOwner
{
    /// <summary>Deliveries that have not begun are dropped.</summary>
    bool IsStopped { get; }

    /// <summary>One delivery ended: handled, or dropped so that it comes again.</summary>
    void OnHandled(InFlight delivery, bool done);

    /// <summary>A slice ended; its deliveries can be used again.</summary>
    void OnSliceDone(InFlight first, InFlight last, int count);
}
