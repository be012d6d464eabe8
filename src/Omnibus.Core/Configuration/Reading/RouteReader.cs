namespace Omnibus.Configuration;

/// <summary>Reads <c>Omnibus:Publish</c>: the named ways out of events.</summary>
internal sealed class RouteReader(
    IReadOnlyDictionary<string, EventDefinition> events, TransportNaming naming, TopicRules topics, ConfigurationProblems problems)
{
    private const string Event = "Event";
    private const string Topic = "Topic";
    private const string Key = "Key";

    /// <summary>There are events that are not known here: one that is like none that is known may be one of them.</summary>
    public bool OtherEvents { get; init; }

    public IReadOnlyList<RouteConfiguration> Read(OptionReader root)
    {
        var routes = new List<RouteConfiguration>();
        foreach (var section in root.Sections("Publish"))
        {
            if (Read(section.Name, OptionReader.Of(section, problems)) is not { } route)
            {
                continue;
            }

            if (routes.Find(other => IsSame(other, route)) is { } twin)
            {
                problems.Add(
                    section.Path,
                    $"publishes '{route.EventType}' to '{route.Topic}' on '{route.Transport}', as Omnibus:Publish:{twin.Name} does already. Remove one of them.");
            }

            routes.Add(route);
        }

        return routes;
    }

    private RouteConfiguration? Read(string name, OptionReader options)
    {
        var type = options.Text(Event);
        var definition = type is null ? null : events.GetValueOrDefault(type);
        var topic = options.Text(Topic);
        var key = options.Text(Key);
        var enabled = options.Boolean("Enabled", true);
        var transport = naming.Read(options, use: enabled);
        options.ReportUnknown();
        if (definition is null && OtherEvents && type is not null && NearestName.To(type, events.Keys) is null)
        {
            topic ??= type;
            if (transport.Entry is { } elsewhere)
            {
                topics.Check(options.PathOf(Topic), topic, elsewhere);
            }

            return new RouteConfiguration(name, type) { Topic = topic, Key = key, Transport = transport.Name, Enabled = enabled && !naming.Off };
        }

        if (definition is null)
        {
            options.Problem(Event, WhyUnknown(type));
            return null;
        }

        if (definition.InProcessOnly)
        {
            options.Problem(Event, $"'{type}' is in-process only and goes to no bus. Remove this entry.");
            return null;
        }

        if (key is not null && !definition.KeyPaths.Contains(key))
        {
            options.Problem(Key, $"'{key}' is not a path in '{definition.Type}'. {KeyPaths.Fix(definition, key)}");
        }

        topic ??= ImplicitRoute.TopicOf(definition);
        if (transport.Entry is { } entry)
        {
            topics.Check(options.PathOf(Topic), topic, entry);
        }

        return new RouteConfiguration(name, definition.Type)
        {
            Topic = topic,
            Key = key ?? definition.Key,
            Transport = transport.Name,
            Enabled = enabled && !naming.Off,
        };
    }

    private string WhyUnknown(string? type)
    {
        if (type is null)
        {
            return "is missing. Set it to the type of the event, for example org.example.order.placed.v1.";
        }

        var suggestion = NearestName.To(type, events.Keys) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        return $"no event of type '{type}' is known. {suggestion}Correct it, or add the events of its assembly with AddEvents.";
    }

    private static bool IsSame(RouteConfiguration left, RouteConfiguration right) =>
        left.EventType == right.EventType && left.Topic == right.Topic && !TransportNames.IsNone(left.Transport)
        && string.Equals(left.Transport, right.Transport, StringComparison.OrdinalIgnoreCase);
}
