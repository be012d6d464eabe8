using System.Collections.Concurrent;
using Omnibus.Configuration;
using Omnibus.Encodings;
using Omnibus.Hosting;
using Omnibus.Schemas;

namespace Omnibus.Publishing;

/// <summary>Finds the routes of an event. Worked out on first use of each type and kept.</summary>
internal sealed class RouteTable(BusConfiguration bus, IReadOnlyDictionary<string, TransportRuntime> transports, IReadOnlyDictionary<string, ProducerLoop> loops, TimeProvider time)
{
    private readonly ConcurrentDictionary<EventDefinition, object> _routes = new();

    /// <summary>The enabled routes; none where all are switched off.</summary>
    /// <exception cref="OmnibusException">There is no route at all.</exception>
    public EventRoutes<TEvent> For<TEvent>(EventDefinition<TEvent> definition)
        where TEvent : class
        => (EventRoutes<TEvent>)(_routes.TryGetValue(definition, out var routes)
            ? routes
            : _routes.GetOrAdd(definition, static (key, table) => table.Build((EventDefinition<TEvent>)key), this));

    private EventRoutes<TEvent> Build<TEvent>(EventDefinition<TEvent> definition)
        where TEvent : class
    {
        if (definition.InProcessOnly)
        {
            throw Faults.InProcessOnly(definition.Type);
        }

        var configured = bus.Routes.Where(route => route.EventType == definition.Type).ToList();
        if (configured.Count == 0)
        {
            configured = bus.ImplicitRouteOf(definition) is { } route ? [route] : throw Faults.NoRoute(definition.Type);
        }

        var routes = configured.Where(route => route.Enabled).Select(route => new Route<TEvent>(
            route,
            bus,
            definition,
            loops[route.Transport],
            new WireWriter(transports[route.Transport].Transport.Wire, AttributesOf(definition)),
            new RecordSchemas(
                transports[route.Transport],
                bus.FullName(route.Topic),
                definition.PreferredCodec.ContentType == ContentTypes.Avro ? definition.Schema : null,
                route.Key,
                route.Key is null ? null : definition.KeyTypeAt(route.Key))));
        return new EventRoutes<TEvent>([.. routes], bus.Publishing.Timeout, time);
    }

    private RouteAttributes AttributesOf(EventDefinition definition) => new()
    {
        Type = definition.Type,
        Source = bus.Source,
        MinorVersion = definition.MinorVersion,
        SourceHost = Environment.MachineName,
        SourceLib = bus.SourceLib,
        ContentType = definition.ContentTypes[0],
    };
}
