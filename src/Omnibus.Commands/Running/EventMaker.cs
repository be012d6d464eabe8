using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Hosting;
using Omnibus.Schemas;

namespace Omnibus.Commands.Running;

/// <summary>An event that is ready to go.</summary>
/// <param name="Metadata">Its attributes.</param>
/// <param name="Topic">Where it goes, without prefix.</param>
/// <param name="Body">Its data.</param>
/// <param name="Schemas">The schemas of data and key, registered.</param>
/// <param name="TextKey">The key is not the one at the key path.</param>
internal sealed record MadeEvent(EventMetadata Metadata, string Topic, ReadOnlyMemory<byte>? Body, RecordSchemas Schemas, bool TextKey);

/// <summary>
/// Makes events of what a user wrote. A type that a catalogue names is checked strictly and encoded as it prefers; one that has a schema, in a file or at
/// the transport, becomes Avro; any other goes as the JSON that it is. Where the user named catalogues, a type that none of them has is an error.
/// </summary>
internal sealed class EventMaker(
    BusSession session, TransportRuntime transport, ToolSchemas schemas, string? type, string? topic, string? keyPath, bool newIds)
{
    private readonly EventLineDefaults _defaults = new(session.Configuration.Source, transport.Time) { Type = type };
    private readonly Dictionary<(string Topic, string? Schema, string? Key), RecordSchemas> _records = [];

    public ValueTask<MadeEvent> FromDataAsync(string json, CancellationToken cancellationToken)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        if (!JsonText.IsWhole(bytes))
        {
            throw new EventDataException("", "--data is not one JSON value.");
        }

        var definition = DefinitionOf(type!, 1);
        var metadata = new EventMetadata
        {
            Type = type!,
            Id = Guid.CreateVersion7().ToString(),
            Source = session.Configuration.Source,
            Time = transport.Time.GetUtcNow(),
            MinorVersion = definition?.MinorVersion ?? 0,
            SourceHost = Environment.MachineName,
            SourceLib = session.Configuration.SourceLib,
        };
        return MakeAsync(new EventLine(metadata, bytes) { Json = bytes, JsonLine = 1 }, definition, "", cancellationToken);
    }

    /// <exception cref="EventDataException">The line is not an event.</exception>
    public ValueTask<MadeEvent> FromLineAsync(string text, long number, CancellationToken cancellationToken)
    {
        var line = EventText.Parse(System.Text.Encoding.UTF8.GetBytes(text), number, _defaults);
        if (newIds)
        {
            line = line with { Metadata = line.Metadata with { Id = Guid.CreateVersion7().ToString(), Time = transport.Time.GetUtcNow() } };
        }

        return MakeAsync(line, DefinitionOf(line.Metadata.Type, number), "data", cancellationToken);
    }

    private async ValueTask<MadeEvent> MakeAsync(EventLine line, EventDefinition? definition, string path, CancellationToken cancellationToken)
    {
        var metadata = line.Metadata;
        var target = Target(line, definition);
        if (line.Json is not { } json)
        {
            return await FinishAsync(metadata, target, line.Body, null, null, null, cancellationToken).ConfigureAwait(false);
        }

        var keyAt = KeyPathOf(definition);
        if (definition?.ContentTypes.Contains(ContentTypes.Json) ?? false)
        {
            var body = EventBody.FromJson(definition, json, line.JsonLine, keyAt, path);
            metadata = metadata with { DataContentType = body.ContentType, PartitionKey = keyPath is null ? metadata.PartitionKey ?? body.Key : body.Key };
            return await FinishAsync(
                metadata, target, body.Bytes, body.ContentType == ContentTypes.Avro ? definition.Schema : null, keyAt,
                metadata.PartitionKey == body.Key && keyAt is not null ? definition.KeyTypeAt(keyAt) : null, cancellationToken).ConfigureAwait(false);
        }

        var key = keyPath is null ? metadata.PartitionKey : JsonKey.At(json, keyPath, line.JsonLine);
        if (await schemas.ForWritingAsync(metadata.Type, target, definition, cancellationToken).ConfigureAwait(false) is { } schema)
        {
            return await FinishAsync(
                metadata with { DataContentType = ContentTypes.Avro, PartitionKey = key }, target, Encode(schema, json, line, path),
                new EventSchema(schema.Text, schema.Mark), keyPath, keyPath is null ? null : KeyTypeAt(schema, keyPath), cancellationToken).ConfigureAwait(false);
        }

        return await FinishAsync(metadata with { DataContentType = ContentTypes.Json, PartitionKey = key }, target, line.Body, null, null, null, cancellationToken)
            .ConfigureAwait(false);
    }

    private async ValueTask<MadeEvent> FinishAsync(
        EventMetadata metadata, string target, ReadOnlyMemory<byte>? body, EventSchema? schema, string? keyAt, string? keyType, CancellationToken cancellationToken)
    {
        var textKey = keyType is null;
        var place = (target, schema?.Mark, textKey ? null : keyAt);
        if (!_records.TryGetValue(place, out var record))
        {
            record = new RecordSchemas(transport, session.Configuration.FullName(target), schema, textKey ? null : keyAt, keyType);
            await record.EnsureAsync(textKey, session.Configuration.Publishing.Timeout, cancellationToken).ConfigureAwait(false);
            _records.Add(place, record);
        }

        return new MadeEvent(metadata, target, body, record, textKey);
    }

    private static byte[] Encode(AvroSchema schema, ReadOnlyMemory<byte> json, EventLine line, string path)
    {
        try
        {
            return AvroData.OfJson(schema.Root, json.Span, line.JsonLine);
        }
        catch (EventDataException inner) when (path.Length > 0)
        {
            throw new EventDataException(inner.FieldPath.Length == 0 ? path : $"{path}.{inner.FieldPath}", inner.Problem, inner) { Line = inner.Line };
        }
    }

    /// <summary>The primitive type at a path, through records; null where the value there may be null or is no primitive: then the key is text.</summary>
    private static string? KeyTypeAt(AvroSchema schema, string path)
    {
        var at = schema.Root;
        foreach (var name in path.Split('.'))
        {
            if (at.Fields.FirstOrDefault(field => field.Name == name) is not { } field)
            {
                return null;
            }

            at = field.Type;
        }

        return at.Kind is AvroKind.String or AvroKind.Long or AvroKind.Int or AvroKind.Boolean or AvroKind.Double or AvroKind.Float ? at.Name : null;
    }

    private string Target(EventLine line, EventDefinition? definition)
    {
        var target = topic ?? line.Topic ?? definition?.Topic ?? line.Metadata.Type;
        var why = transport.Info.TopicNames.WhyNot(session.Configuration.FullName(target));
        return why is null ? target : throw ToolException.Input($"Topic '{target}' is refused by '{transport.Name}': {why}.");
    }

    private EventDefinition? DefinitionOf(string eventType, long line)
    {
        var known = session.Registrations.Events;
        if (known.TryGetValue(eventType, out var definition))
        {
            return definition.InProcessOnly
                ? throw new EventDataException(Attributes.Type, $"'{eventType}' is in-process only and goes to no bus.") { Line = line }
                : definition;
        }

        if (session.NamedTypes.Count > 0)
        {
            throw new EventDataException(
                Attributes.Type, $"'{eventType}' is in none of the catalogues of --events. They have {string.Join(", ", session.NamedTypes)}.") { Line = line };
        }

        // Without a catalogue any type will do, but not one that is a known one with a slip in it.
        return NearestName.To(eventType, known.Keys) is { } meant
            ? throw new EventDataException(Attributes.Type, $"'{eventType}' is no event known here. Did you mean '{meant}'? If it is one of yours, name its assembly with --events.") { Line = line }
            : null;
    }

    private string? KeyPathOf(EventDefinition? definition)
    {
        if (definition is null || keyPath is null || definition.KeyPaths.Contains(keyPath))
        {
            return keyPath ?? definition?.Key;
        }

        throw ToolException.Input($"--key {keyPath}: '{definition.Type}' has no such path. It has {string.Join(", ", definition.KeyPaths.Order(StringComparer.Ordinal))}.");
    }
}
