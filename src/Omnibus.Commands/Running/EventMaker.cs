using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Commands.Running;

/// <summary>An event that is ready to go.</summary>
internal sealed record MadeEvent(EventMetadata Metadata, string Topic, ReadOnlyMemory<byte>? Body);

/// <summary>
/// Makes events of what a user wrote. A type that a catalogue names is checked strictly and encoded as it prefers; without any catalogue the data goes
/// as the JSON that it is; with catalogues, a type that none of them names is an error.
/// </summary>
internal sealed class EventMaker(BusSession session, string? type, string? topic, string? keyPath, bool newIds)
{
    private readonly EventLineDefaults _defaults = new(session.Configuration.Source, session.Transport.Time) { Type = type };

    public MadeEvent FromData(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        var metadata = new EventMetadata
        {
            Type = type!,
            Id = Guid.CreateVersion7().ToString(),
            Source = session.Configuration.Source,
            Time = session.Transport.Time.GetUtcNow(),
            SourceHost = Environment.MachineName,
        };
        var definition = DefinitionOf(type!, 1);
        if (definition is null)
        {
            if (!JsonText.IsWhole(bytes))
            {
                throw new EventDataException("", "--data is not one JSON value.");
            }

            return Finish(metadata with { DataContentType = ContentTypes.Json, PartitionKey = JsonKey.At(bytes, keyPath, 1) }, null, null, bytes);
        }

        var body = EventBody.FromJson(definition, bytes, keyPath: KeyPathOf(definition));
        return Finish(
            metadata with { MinorVersion = definition.MinorVersion, DataContentType = body.ContentType, PartitionKey = body.Key }, definition, null, body.Bytes);
    }

    /// <exception cref="EventDataException">The line is not an event.</exception>
    public MadeEvent FromLine(string text, long number)
    {
        var line = EventText.Parse(System.Text.Encoding.UTF8.GetBytes(text), number, _defaults);
        var metadata = line.Metadata;
        if (newIds)
        {
            metadata = metadata with { Id = Guid.CreateVersion7().ToString(), Time = session.Transport.Time.GetUtcNow() };
        }

        var definition = DefinitionOf(metadata.Type, number);
        if (line.Json is not { } json)
        {
            return Finish(metadata, definition, line.Topic, line.Body);
        }

        if (definition is null)
        {
            var key = keyPath is null ? metadata.PartitionKey : JsonKey.At(json, keyPath, line.JsonLine);
            return Finish(metadata with { PartitionKey = key }, null, line.Topic, line.Body);
        }

        var body = EventBody.FromJson(definition, json, line.JsonLine, KeyPathOf(definition), "data");
        return Finish(
            metadata with { DataContentType = body.ContentType, PartitionKey = keyPath is null ? metadata.PartitionKey ?? body.Key : body.Key },
            definition,
            line.Topic,
            body.Bytes);
    }

    private MadeEvent Finish(EventMetadata metadata, EventDefinition? definition, string? lineTopic, ReadOnlyMemory<byte>? body)
    {
        var target = topic ?? lineTopic ?? definition?.Topic ?? metadata.Type;
        var why = session.Transport.Info.TopicNames.WhyNot(session.Configuration.FullName(target));
        return why is null
            ? new MadeEvent(metadata, target, body)
            : throw ToolException.Input($"Topic '{target}' is refused by '{session.Transport.Name}': {why}.");
    }

    private EventDefinition? DefinitionOf(string eventType, long line)
    {
        var known = session.Registrations.Events;
        if (known.Count == 0 || known.ContainsKey(eventType))
        {
            return known.GetValueOrDefault(eventType);
        }

        throw new EventDataException(
            Attributes.Type, $"'{eventType}' is in none of the catalogues of --events. They have {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.") { Line = line };
    }

    private string? KeyPathOf(EventDefinition definition)
    {
        if (keyPath is null || definition.KeyPaths.Contains(keyPath))
        {
            return keyPath ?? definition.Key;
        }

        throw ToolException.Input($"--key {keyPath}: '{definition.Type}' has no such path. It has {string.Join(", ", definition.KeyPaths.Order(StringComparer.Ordinal))}.");
    }
}
