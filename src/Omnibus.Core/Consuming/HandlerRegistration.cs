using Microsoft.Extensions.DependencyInjection;
using Omnibus.Pipeline;
using Omnibus.Publishing;

namespace Omnibus.Consuming;

/// <summary>One handler of one event in one consumer, before there are services.</summary>
internal abstract class HandlerRegistration
{
    public abstract EventDefinition Definition { get; }

    /// <summary>What dead letters and logs call it.</summary>
    public abstract string Name { get; }

    /// <summary>The service that it needs; null: none.</summary>
    public virtual Type? Service => null;

    /// <summary>Gets the service once and for all: called where it is a singleton.</summary>
    public virtual void Resolve(IServiceProvider root)
    {
    }

    /// <summary>What calls these handlers, all of this handler's event.</summary>
    public abstract EventInvoker InvokerOf(IEnumerable<HandlerRegistration> handlers, bool needsScope);

    /// <summary>What calls these handlers, all of this handler's event, where it is published: a <see cref="LocalInvoker{TEvent}"/>.</summary>
    public abstract object LocalInvokerOf(IEnumerable<HandlerRegistration> handlers, LocalParts parts);
}

/// <summary>One handler of <typeparamref name="TEvent"/>.</summary>
internal abstract class HandlerRegistration<TEvent> : HandlerRegistration
    where TEvent : class, IEvent<TEvent>
{
    public override EventDefinition Definition => TEvent.Definition;

    public override EventInvoker InvokerOf(IEnumerable<HandlerRegistration> handlers, bool needsScope) =>
        new EventInvoker<TEvent>([.. handlers.Cast<HandlerRegistration<TEvent>>()], needsScope);

    public override object LocalInvokerOf(IEnumerable<HandlerRegistration> handlers, LocalParts parts) =>
        new LocalInvoker<TEvent>([.. handlers.Cast<HandlerRegistration<TEvent>>()], parts);

    /// <summary>Calls the handler for the delivery that is worked off.</summary>
    public virtual ValueTask InvokeAsync(DeliveryWork work, IServiceProvider services) =>
        InvokeAsync((TEvent)work.Event!, work.Context, services, work.CancellationToken);

    /// <summary>Calls the handler. Services come from the delivery's scope, or from the root where everything is a singleton.</summary>
    public abstract ValueTask InvokeAsync(TEvent @event, EventContext context, IServiceProvider services, CancellationToken cancellationToken);
}

internal sealed class ServiceHandler<TEvent, THandler> : HandlerRegistration<TEvent>
    where TEvent : class, IEvent<TEvent>
    where THandler : class, IEventHandler<TEvent>
{
    private THandler? _singleton;

    public override string Name => typeof(THandler).Name;

    public override Type Service => typeof(THandler);

    public override void Resolve(IServiceProvider root) => _singleton = root.GetRequiredService<THandler>();

    public override ValueTask InvokeAsync(TEvent @event, EventContext context, IServiceProvider services, CancellationToken cancellationToken) =>
        (_singleton ?? services.GetRequiredService<THandler>()).HandleAsync(@event, context, cancellationToken);
}

internal sealed class SingletonHandler<TEvent>(IEventHandler<TEvent> handler) : HandlerRegistration<TEvent>
    where TEvent : class, IEvent<TEvent>
{
    public override string Name => handler.GetType().Name;

    public override ValueTask InvokeAsync(TEvent @event, EventContext context, IServiceProvider services, CancellationToken cancellationToken) =>
        handler.HandleAsync(@event, context, cancellationToken);
}

internal sealed class DelegateHandler<TEvent>(Func<TEvent, EventContext, CancellationToken, ValueTask> handler) : HandlerRegistration<TEvent>
    where TEvent : class, IEvent<TEvent>
{
    public override string Name => handler.Method.Name;

    public override ValueTask InvokeAsync(TEvent @event, EventContext context, IServiceProvider services, CancellationToken cancellationToken) =>
        handler(@event, context, cancellationToken);
}

internal sealed class ServiceDelegateHandler<TEvent, TService>(Func<TEvent, EventContext, TService, CancellationToken, ValueTask> handler)
    : HandlerRegistration<TEvent>
    where TEvent : class, IEvent<TEvent>
    where TService : notnull
{
    public override string Name => handler.Method.Name;

    public override Type Service => typeof(TService);

    public override ValueTask InvokeAsync(TEvent @event, EventContext context, IServiceProvider services, CancellationToken cancellationToken) =>
        handler(@event, context, services.GetRequiredService<TService>(), cancellationToken);
}
