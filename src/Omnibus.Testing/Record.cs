using Omnibus.Pipeline;

namespace Omnibus.Testing;

/// <summary>What was published, handled and failed. Safe for concurrent calls.</summary>
internal sealed class Record
{
    private readonly Lock _gate = new();
    private readonly List<object> _published = [];
    private readonly List<(object Event, EventContext Context)> _handled = [];
    private readonly List<(object? Event, FailedDelivery Failure)> _failed = [];
    private readonly TaskCompletionSource _failing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool FailuresAreExpected { get; set; }

    public IReadOnlyList<FailedDelivery> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failed.Select(failed => failed.Failure)];
            }
        }
    }

    public void Add<TEvent>(PublishedEvent<TEvent> published)
    {
        lock (_gate)
        {
            _published.Add(published);
        }
    }

    public void Add(DeliveryWork work)
    {
        var context = Copy(work.Context);
        lock (_gate)
        {
            if (work.Failure is { } failure)
            {
                _failed.Add((work.Event, new FailedDelivery(context.Metadata.Type, context, failure.Reason, failure.Handler, failure.InnerException ?? failure)));
                if (!FailuresAreExpected)
                {
                    _failing.TrySetResult();
                }
            }
            else if (work.Event is { } handled)
            {
                _handled.Add((handled, context));
            }
        }
    }

    /// <summary>Completes at the first failure that is not expected.</summary>
    public Task WhenFailed() => _failing.Task;

    public void ThrowIfFailed()
    {
        if (_failing.Task.IsCompleted && !FailuresAreExpected)
        {
            throw new DeliveryFailedException(Failures[0]);
        }
    }

    public IReadOnlyList<PublishedEvent<TEvent>> Published<TEvent>()
    {
        lock (_gate)
        {
            return [.. _published.OfType<PublishedEvent<TEvent>>()];
        }
    }

    public IReadOnlyList<HandledEvent<TEvent>> Handled<TEvent>()
    {
        lock (_gate)
        {
            return [.. _handled.Where(handled => handled.Event is TEvent).Select(handled => new HandledEvent<TEvent>((TEvent)handled.Event, handled.Context))];
        }
    }

    public IReadOnlyList<FailedEvent<TEvent>> DeadLettered<TEvent>()
    {
        lock (_gate)
        {
            return
            [
                .. _failed.Where(failed => failed.Event is TEvent).Select(failed => new FailedEvent<TEvent>(
                    (TEvent)failed.Event!, failed.Failure.Context, failed.Failure.Reason, failed.Failure.Handler, failed.Failure.Exception)),
            ];
        }
    }

    /// <summary>A context is used again for the next delivery; a copy stays.</summary>
    private static EventContext Copy(EventContext context) => new()
    {
        Metadata = context.Metadata,
        Topic = context.Topic,
        Partition = context.Partition,
        Position = context.Position,
        Key = context.Key,
        Group = context.Group,
        Consumer = context.Consumer,
        Attempt = context.Attempt,
    };
}
