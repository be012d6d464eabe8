using Omnibus.Drivers;

namespace Omnibus.Kafka;

/// <summary>The section of librdkafka properties: everything is passed on, except what the driver decides by itself.</summary>
internal static class ClientProperties
{
    private const string FromConsumer = "it comes from the consumer's own configuration. Remove it.";
    private const string Promise = "Omnibus could not keep its promises with another value. Remove it.";

    private static readonly Dictionary<string, string> s_owned = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = "set BootstrapServers of the transport instead.",
        ["metadata.broker.list"] = "set BootstrapServers of the transport instead.",
        ["client.id"] = "clients are named after Omnibus:Instance, or after the service. Set that instead.",
        ["group.id"] = FromConsumer,
        ["group.instance.id"] = "set Omnibus:Instance instead.",
        ["group.protocol"] = "the driver speaks the classic protocol. Remove it.",
        ["partition.assignment.strategy"] = "the driver uses cooperative-sticky. Remove it.",
        ["auto.offset.reset"] = "set Start of the consumer instead.",
        ["enable.auto.commit"] = Promise,
        ["auto.commit.enable"] = Promise,
        ["auto.commit.interval.ms"] = "nothing is committed automatically. Remove it.",
        ["enable.auto.offset.store"] = Promise,
        ["isolation.level"] = "what was aborted in a transaction is no event. Remove it.",
        ["queued.max.messages.kbytes"] = "set Prefetch of the transport instead.",
        ["fetch.max.bytes"] = "set Prefetch of the transport instead.",
        ["enable.partition.eof"] = "nothing reads such notices. Remove it.",
        ["acks"] = Promise,
        ["request.required.acks"] = Promise,
        ["enable.idempotence"] = Promise,
        ["enable.gapless.guarantee"] = "it would end the producer at the first gap. Remove it.",
        ["transactional.id"] = "the driver does not use transactions. Remove it.",
        ["message.timeout.ms"] = "it follows the time that a publish may take. Set that instead.",
        ["delivery.timeout.ms"] = "it follows the time that a publish may take. Set that instead.",
        ["delivery.report.only.error"] = Promise,
        ["partitioner"] = "keys must live in the partitions where other clients look for them. Remove it.",
        ["allow.auto.create.topics"] = "set Create of the topic instead.",
    };

    // Two names for one property: having one, the other must not be set behind it.
    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal)
    {
        ["linger.ms"] = "queue.buffering.max.ms",
    };

    public static IReadOnlyDictionary<string, string> Read(TransportSettings settings, string section)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in settings.Section(section))
        {
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            // Dots cannot be written in the name of an environment variable everywhere; colons stand for them.
            var property = name.Replace(':', '.').ToLowerInvariant();
            if (s_owned.TryGetValue(property, out var reason))
            {
                throw settings.Wrong($"{section}:{name}", $"'{property}' cannot be set here: {reason}");
            }

            if (property.StartsWith("dotnet.", StringComparison.Ordinal))
            {
                throw settings.Wrong($"{section}:{name}", $"'{property}' is not a property of librdkafka. Remove it.");
            }

            properties[property] = value;
        }

        return properties;
    }

    public static bool Has(IReadOnlyDictionary<string, string> properties, string property) =>
        properties.ContainsKey(property) || (s_aliases.TryGetValue(property, out var alias) && properties.ContainsKey(alias));

    /// <summary>The client's message without the values of properties that may be secret.</summary>
    public static string WithoutSecrets(string message, IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (name, value) in properties)
        {
            if (IsSecret(name))
            {
                message = message.Replace(value, "***", StringComparison.Ordinal);
            }
        }

        return message;
    }

    private static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.Ordinal) || name.Contains("secret", StringComparison.Ordinal)
        || name.EndsWith(".pem", StringComparison.Ordinal) || name.StartsWith("sasl.oauthbearer", StringComparison.Ordinal);
}
