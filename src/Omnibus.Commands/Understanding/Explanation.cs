using System.Globalization;
using Microsoft.Extensions.Configuration;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Recovery;

namespace Omnibus.Commands.Understanding;

/// <summary>Says what a configuration means: every value that holds with where it comes from, without secrets, and the routes and consumers as sentences.</summary>
internal static class Explanation
{
    private const string Root = "Omnibus";

    public static IReadOnlyList<ExplainedValue> Values(WholeConfiguration whole)
    {
        var values = new SortedDictionary<string, ExplainedValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, value) in whole.Source.GetSection(Root).AsEnumerable())
        {
            if (value is not null)
            {
                values[path] = new ExplainedValue(path, IsSecret(whole, path) ? Secrets.Masked : Secrets.Without(value), ValueSource.Of(whole.Source, path));
            }
        }

        foreach (var (path, value) in Defaults(whole.Bus))
        {
            values.TryAdd($"{Root}:{path}", new ExplainedValue($"{Root}:{path}", value, "default"));
        }

        return [.. values.Values];
    }

    public static IEnumerable<string> Sentences(WholeConfiguration whole)
    {
        var bus = whole.Bus;
        yield return bus.Transport is null
            ? $"Service '{bus.Service}' has its bus switched off."
            : $"Service '{bus.Service}' uses transport {Label(bus, bus.Transport)}{(bus.TopicPrefix is { } prefix ? $", where its topics begin with '{prefix}-'" : "")}.";
        foreach (var route in bus.Routes)
        {
            yield return route.Enabled
                ? $"Events '{route.EventType}' go to topic '{route.Topic}' on {Label(bus, route.Transport)}, {(route.Key is null ? "without a key" : $"in order for each {route.Key}")} (route '{route.Name}')."
                : $"Events '{route.EventType}' do not go to topic '{route.Topic}': route '{route.Name}' is switched off.";
        }

        yield return bus.ImplicitRoutes
            ? "Every other event goes to its own topic on the default transport."
            : "Publishing any other event fails: it has no route.";
        foreach (var consumer in bus.Consumers)
        {
            yield return Sentence(bus, consumer);
        }

        foreach (var consumer in bus.DisabledConsumers)
        {
            yield return $"Consumer '{consumer}' is switched off.";
        }
    }

    private static string Sentence(BusConfiguration bus, ConsumerConfiguration consumer)
    {
        var topics = consumer.Topics.Count == 0 ? "the topics of the events that it handles" : $"'{string.Join("', '", consumer.Topics)}'";
        var start = consumer.Start.Kind switch
        {
            StartKind.Earliest => "with the oldest event",
            StartKind.Latest => "with what comes after it began",
            StartKind.Time => string.Create(CultureInfo.InvariantCulture, $"with what was stored at {consumer.Start.Time:u} or later"),
            _ => $"at {consumer.Start.Position}",
        };
        var order = consumer.Ordering switch
        {
            Ordering.Partition => "in the order of each partition",
            Ordering.Key => "in the order of each key",
            _ => "in no order",
        };
        var failure = consumer.OnFailure switch
        {
            FailureAction.Skip => "is passed over",
            FailureAction.Stop => "stops it",
            _ => consumer.Topics.Count == 1 ? $"becomes a dead letter in '{GroupTopics.LettersOf(consumer.Topics[0], consumer.Group)}'" : "becomes a dead letter",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Consumer '{consumer.Name}' reads {topics} on {Label(bus, consumer.Transport)} as group '{consumer.Group}', which begins {start}; it handles {consumer.Concurrency} at once, {order}. What fails {consumer.Retry.Attempts} times, or takes longer than {consumer.HandlerTimeout}, {failure}.");
    }

    private static string Label(BusConfiguration bus, string transport) =>
        bus.Transports.TryGetValue(transport, out var found) ? TransportEntry.Label(found.Name, found.Factory.Info) : $"'{transport}'";

    private static IEnumerable<(string Path, string Value)> Defaults(BusConfiguration bus)
    {
        yield return ("Service", bus.Service);
        yield return ("Source", bus.Source);
        yield return ("Transport", bus.Transport ?? "none");
        yield return ("ImplicitRoutes", Text(bus.ImplicitRoutes));
        yield return ("WaitForBroker", Text(bus.WaitForBroker));
        yield return ("DrainTimeout", bus.DrainTimeout.ToString());
        yield return ("PublishTimeout", bus.Publishing.Timeout.ToString());
        foreach (var transport in bus.Transports.Values)
        {
            foreach (var setting in transport.Factory.Settings.Where(setting => setting.Default is not null))
            {
                yield return ($"Transports:{transport.Name}:{setting.Name}", setting.Default!);
            }
        }

        foreach (var consumer in bus.Consumers)
        {
            var path = $"Consume:{consumer.Name}";
            yield return ($"{path}:Transport", consumer.Transport);
            yield return ($"{path}:Group", consumer.Group);
            yield return ($"{path}:Topics", string.Join(',', consumer.Topics));
            yield return ($"{path}:Ordering", consumer.Ordering.ToString());
            yield return ($"{path}:Start", consumer.Start.Kind.ToString());
            yield return ($"{path}:Concurrency", consumer.Concurrency.ToString(CultureInfo.InvariantCulture));
            yield return ($"{path}:HandlerTimeout", consumer.HandlerTimeout.ToString());
            yield return ($"{path}:OnFailure", consumer.OnFailure.ToString());
            yield return ($"{path}:OnUnhandled", consumer.OnUnhandled.ToString());
            yield return ($"{path}:Retry:Attempts", consumer.Retry.Attempts.ToString(CultureInfo.InvariantCulture));
            yield return ($"{path}:Retry:FirstDelay", consumer.Retry.FirstDelay.ToString());
            yield return ($"{path}:Retry:MaxDelay", consumer.Retry.MaxDelay.ToString());
        }
    }

    private static string Text(bool value) => value ? "true" : "false";

    /// <summary>A setting that its driver calls secret, or whose name, which may be a client's own, sounds like one.</summary>
    private static bool IsSecret(WholeConfiguration whole, string path)
    {
        var parts = path.Split(':', 4);
        if (parts is not [_, "Transports" or "transports", var name, var setting])
        {
            return Secrets.SoundSecret(path[(path.LastIndexOf(':') + 1)..]);
        }

        var factory = whole.Bus.Transports.TryGetValue(name, out var made)
            ? made.Factory
            : whole.Registrations.Transports.GetValueOrDefault(whole.Source[$"{Root}:Transports:{name}:Driver"] ?? name);
        if (factory is null || (made is null && whole.Source[$"{Root}:Transports:{name}:Plugin"] is not null))
        {
            // A transport from a folder that nothing uses: which of its settings are secret is not known without loading it.
            return !setting.Equals("Plugin", StringComparison.OrdinalIgnoreCase) && !setting.Equals("Driver", StringComparison.OrdinalIgnoreCase);
        }

        return Secrets.Has(factory.Settings, setting);
    }
}

/// <summary>A value of the configuration, and where it comes from.</summary>
internal sealed record ExplainedValue(string Path, string Value, string Source);
