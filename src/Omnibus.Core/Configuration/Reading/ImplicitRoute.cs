using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>The route of an event type that no entry names: its own topic, its own key, the default transport.</summary>
internal static class ImplicitRoute
{
    public static RouteConfiguration? Of(BusConfiguration configuration, EventDefinition definition)
    {
        if (!configuration.ImplicitRoutes || configuration.Routes.Any(route => route.EventType == definition.Type))
        {
            return null;
        }

        if (configuration.Transport is not { } name)
        {
            return Make(definition, TransportNames.None) with { Enabled = false };
        }

        var transport = configuration.Transports[name];
        return WhyNot(definition, transport.Name, transport.Factory.Info, configuration.FullName) is { } problem
            ? throw Faults.ImplicitRoute(definition.Type, problem)
            : Make(definition, name);
    }

    /// <summary>The topic on which an event travels unless configuration says otherwise.</summary>
    public static string TopicOf(EventDefinition definition) => definition.Topic ?? definition.Type;

    /// <summary>Says why an event cannot have an implicit route, and what to do; null where it can.</summary>
    public static string? WhyNot(EventDefinition definition, string transport, TransportInfo info, Func<string, string> fullName)
    {
        if (definition.Key is { } key && !definition.KeyPaths.Contains(key))
        {
            return $"its key '{key}' is not in the event. {KeyPaths.Fix(definition)}";
        }

        var topic = TopicOf(definition);
        return TopicRules.WhyNot(info.TopicNames, topic, fullName(topic)) is { } why
            ? $"{TopicRules.Refusal(topic, fullName(topic), TransportEntry.Label(transport, info))}: {why}. Give it another Topic in an entry of Omnibus:Publish."
            : null;
    }

    private static RouteConfiguration Make(EventDefinition definition, string transport) =>
        new(definition.Type, definition.Type) { Topic = TopicOf(definition), Key = definition.Key, Transport = transport };
}
