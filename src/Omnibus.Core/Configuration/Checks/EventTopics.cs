namespace Omnibus.Configuration;

/// <summary>Where events travel, as far as this process knows.</summary>
internal sealed class EventTopics(IReadOnlyList<RouteConfiguration> routes, bool implicitRoutes)
{
    /// <summary>
    /// The topics on which an event travels on a transport: those of its routes, also of routes that are switched off, else its implicit topic. Empty where
    /// nothing says so.
    /// </summary>
    public IReadOnlyList<string> Of(EventDefinition definition, string transport)
    {
        var named = routes.Where(route => route.EventType == definition.Type).ToList();
        if (named.Count == 0)
        {
            return implicitRoutes && !definition.InProcessOnly ? [ImplicitRoute.TopicOf(definition)] : [];
        }

        return [.. named.Where(route => string.Equals(route.Transport, transport, StringComparison.OrdinalIgnoreCase))
            .Select(route => route.Topic).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether some path of the event is its key, by itself or by a route.</summary>
    public bool HasKey(EventDefinition definition) =>
        definition.Key is not null || routes.Any(route => route.EventType == definition.Type && route.Key is not null);
}
