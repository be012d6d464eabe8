using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>
/// Calls a batch handler: for a delivery and for those right behind it in the slice, as long as they are of the same type and can be decoded. Another
/// event between them ends the batch, so that nothing overtakes it.
/// </summary>
internal abstract class BatchHandler<TEvent>(int most) : HandlerRegistration<TEvent>
    where TEvent : class, IEvent<TEvent>
{
    public sealed override ValueTask InvokeAsync(DeliveryWork work, IServiceProvider services)
    {
        if (work.Delivery.Ahead is { } ahead && ahead.TryTake(this, out var failure))
        {
            return failure is null ? ValueTask.CompletedTask : ValueTask.FromException(failure);
        }

        return work.Attempt == 1 && !work.Alone && Gather(work) is { Count: > 0 } followers
            ? ManyAsync(work, followers, services)
            : InvokeAsync((TEvent)work.Event!, work.Context, services, work.CancellationToken);
    }

    public sealed override async ValueTask InvokeAsync(
        TEvent @event, EventContext context, IServiceProvider services, CancellationToken cancellationToken)
    {
        var batch = new EventBatch<TEvent>([@event], [context]);
        await HandleAsync(batch, services, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(batch.FailureOf(0));
    }

    protected abstract ValueTask HandleAsync(EventBatch<TEvent> batch, IServiceProvider services, CancellationToken cancellationToken);

    private List<InFlight>? Gather(DeliveryWork work)
    {
        List<InFlight>? followers = null;
        var count = 1;
        for (var next = work.Delivery.Next; next is not null && count < most; next = next.Next, count++)
        {
            if (!next.State.IsOwned || !work.Invoker!.TryDecodeAhead(work.Reader, next))
            {
                break;
            }

            (followers ??= []).Add(next);
        }

        return followers;
    }

    private async ValueTask ManyAsync(DeliveryWork work, List<InFlight> followers, IServiceProvider services)
    {
        var batch = new EventBatch<TEvent>(
            [(TEvent)work.Event!, .. followers.Select(follower => (TEvent)follower.Ahead!.Event)],
            [work.Context, .. followers.Select(follower => ContextOf(work, follower))]);
        Exception? thrown = null;
        try
        {
            await HandleAsync(batch, services, work.CancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a handler throws is a failure of every delivery of the batch
        catch (Exception exception) when (exception is not OperationCanceledException || !work.IsLetGo)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        var ofFollowers = thrown is not null && work.TimedOut
            ? new FailedDeliveryException(FaultCode.HandlerTimeout, Name, "The batch took longer than one attempt may.", thrown)
            : thrown;
        for (var i = 0; i < followers.Count; i++)
        {
            followers[i].Ahead!.Add(this, batch.FailureOf(i + 1) ?? ofFollowers);
        }

        ThrowIfFailed(batch.FailureOf(0) ?? thrown);
    }

    private static EventContext ContextOf(DeliveryWork work, InFlight follower)
    {
        var context = new EventContext { Group = work.Context.Group, Consumer = work.Context.Consumer };
        context.Reset(new DeliveryMetadata(work.Reader, follower), follower.State.ShortTopic, follower.Partition, follower.Position);
        return context;
    }

    private static void ThrowIfFailed(Exception? failure)
    {
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}

internal sealed class ServiceBatchHandler<TEvent, THandler>(int most) : BatchHandler<TEvent>(most)
    where TEvent : class, IEvent<TEvent>
    where THandler : class, IEventBatchHandler<TEvent>
{
    private THandler? _singleton;

    public override string Name => typeof(THandler).Name;

    public override Type Service => typeof(THandler);

    public override void Resolve(IServiceProvider root) => _singleton = root.GetRequiredService<THandler>();

    protected override ValueTask HandleAsync(EventBatch<TEvent> batch, IServiceProvider services, CancellationToken cancellationToken) =>
        (_singleton ?? services.GetRequiredService<THandler>()).HandleAsync(batch, cancellationToken);
}

internal sealed class SingletonBatchHandler<TEvent>(IEventBatchHandler<TEvent> handler, int most) : BatchHandler<TEvent>(most)
    where TEvent : class, IEvent<TEvent>
{
    public override string Name => handler.GetType().Name;

    protected override ValueTask HandleAsync(EventBatch<TEvent> batch, IServiceProvider services, CancellationToken cancellationToken) =>
        handler.HandleAsync(batch, cancellationToken);
}
