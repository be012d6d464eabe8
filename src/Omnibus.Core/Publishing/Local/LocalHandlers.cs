using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Consuming;
using Omnibus.Diagnostics;
using Omnibus.Hosting;

namespace Omnibus.Publishing;

/// <summary>The handlers that run in the process that publishes, when it publishes. Worked out on start; safe on any thread.</summary>
internal sealed class LocalHandlers
{
    private readonly Dictionary<EventDefinition, object> _invokers;

    public LocalHandlers(BusRegistrations registrations, BusConfiguration bus, IServiceProvider services, BusMetrics metrics, ILogger log) =>
        _invokers = registrations.LocalHandlers.GroupBy(handler => handler.Definition).ToDictionary(
            handlers => handlers.Key,
            handlers => handlers.First().LocalInvokerOf(handlers, new LocalParts(bus, NeedsScope(handlers, registrations.Lifetimes), services, metrics, log)));

    public bool Has(EventDefinition definition) => _invokers.ContainsKey(definition);

    /// <summary>What handles an event; null: nothing does.</summary>
    public LocalInvoker<TEvent>? Find<TEvent>(EventDefinition<TEvent> definition)
        where TEvent : class, IEvent<TEvent> =>
        _invokers.Count > 0 && _invokers.TryGetValue(definition, out var invoker) ? (LocalInvoker<TEvent>)invoker : null;

    private static bool NeedsScope(IEnumerable<HandlerRegistration> handlers, HandlerLifetimes lifetimes) =>
        !handlers.All(handler => handler.Service is null || lifetimes.IsSingleton(handler.Service));
}

/// <summary>What local handlers share.</summary>
internal sealed record LocalParts(BusConfiguration Bus, bool NeedsScope, IServiceProvider Services, BusMetrics Metrics, ILogger Log);
