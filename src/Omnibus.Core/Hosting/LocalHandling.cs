using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Omnibus.Consuming;

namespace Omnibus;

/// <summary>
/// Handlers inside the process that publishes: they run when the event is published, before the bus gets it, in the order of their registration, also where
/// the bus is off. An event that comes from the bus is not published by coming, and does not reach them.
/// </summary>
public static class LocalHandling
{
    /// <summary>Handles what this process publishes with a service, made for each event unless it is registered as a singleton.</summary>
    public static OmnibusBuilder HandleLocally<TEvent, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this OmnibusBuilder bus)
        where TEvent : class, IEvent<TEvent>
        where THandler : class, IEventHandler<TEvent>
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.Services.TryAddScoped<THandler>();
        return Add(bus, new ServiceHandler<TEvent, THandler>());
    }

    /// <summary>Handles what this process publishes with one object.</summary>
    public static OmnibusBuilder HandleLocally<TEvent>(this OmnibusBuilder bus, IEventHandler<TEvent> handler)
        where TEvent : class, IEvent<TEvent> => Add(bus, new SingletonHandler<TEvent>(handler));

    /// <summary>Handles what this process publishes with a function.</summary>
    public static OmnibusBuilder HandleLocally<TEvent>(this OmnibusBuilder bus, Func<TEvent, EventContext, CancellationToken, ValueTask> handler)
        where TEvent : class, IEvent<TEvent> => Add(bus, new DelegateHandler<TEvent>(handler));

    /// <summary>Handles what this process publishes with a function and a service, taken from a scope of the event.</summary>
    public static OmnibusBuilder HandleLocally<TEvent, TService>(
        this OmnibusBuilder bus, Func<TEvent, EventContext, TService, CancellationToken, ValueTask> handler)
        where TEvent : class, IEvent<TEvent>
        where TService : notnull => Add(bus, new ServiceDelegateHandler<TEvent, TService>(handler));

    private static OmnibusBuilder Add(OmnibusBuilder bus, HandlerRegistration handler)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.Registrations.AddLocal(handler);
        return bus;
    }
}
