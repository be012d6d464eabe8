using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Omnibus.Consuming;

namespace Omnibus;

/// <summary>What a consumer does. Several handlers of one event are tried separately.</summary>
public sealed class ConsumerBuilder
{
    private const int MostInBatch = 100;

    private readonly OmnibusBuilder _bus;
    private readonly ConsumerRegistration _consumer;

    internal ConsumerBuilder(OmnibusBuilder bus, ConsumerRegistration consumer) => (_bus, _consumer) = (bus, consumer);

    /// <summary>Handles an event with a service, made for each delivery unless it is registered as a singleton.</summary>
    public ConsumerBuilder Handle<TEvent, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where TEvent : class, IEvent<TEvent>
        where THandler : class, IEventHandler<TEvent>
    {
        _bus.Services.TryAddScoped<THandler>();
        _consumer.Add(new ServiceHandler<TEvent, THandler>());
        return this;
    }

    /// <summary>Handles an event with one object for the whole process.</summary>
    public ConsumerBuilder Handle<TEvent>(IEventHandler<TEvent> handler)
        where TEvent : class, IEvent<TEvent>
    {
        _consumer.Add(new SingletonHandler<TEvent>(handler));
        return this;
    }

    /// <summary>Handles an event with a function.</summary>
    public ConsumerBuilder Handle<TEvent>(Func<TEvent, EventContext, CancellationToken, ValueTask> handler)
        where TEvent : class, IEvent<TEvent>
    {
        _consumer.Add(new DelegateHandler<TEvent>(handler));
        return this;
    }

    /// <summary>Handles an event with a function and a service, taken from the delivery's scope.</summary>
    public ConsumerBuilder Handle<TEvent, TService>(Func<TEvent, EventContext, TService, CancellationToken, ValueTask> handler)
        where TEvent : class, IEvent<TEvent>
        where TService : notnull
    {
        _consumer.Add(new ServiceDelegateHandler<TEvent, TService>(handler));
        return this;
    }

    /// <summary>Handles events that came one behind another at once, with a service, made for each batch unless it is registered as a singleton.</summary>
    /// <param name="most">So many events at most are handled at once.</param>
    public ConsumerBuilder HandleBatch<TEvent, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(int most = MostInBatch)
        where TEvent : class, IEvent<TEvent>
        where THandler : class, IEventBatchHandler<TEvent>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _bus.Services.TryAddScoped<THandler>();
        _consumer.Add(new ServiceBatchHandler<TEvent, THandler>(most));
        return this;
    }

    /// <summary>Handles events that came one behind another at once, with one object for the whole process.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="most">So many events at most are handled at once.</param>
    public ConsumerBuilder HandleBatch<TEvent>(IEventBatchHandler<TEvent> handler, int most = MostInBatch)
        where TEvent : class, IEvent<TEvent>
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _consumer.Add(new SingletonBatchHandler<TEvent>(handler, most));
        return this;
    }

    /// <summary>The next consumer.</summary>
    public ConsumerBuilder Consumer(string name) => _bus.Consumer(name);
}
