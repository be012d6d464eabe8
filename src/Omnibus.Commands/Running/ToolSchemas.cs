using System.CommandLine;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Schemas;

namespace Omnibus.Commands.Running;

/// <summary>
/// The schemas of one command: from the file that the user named, from the catalogues of <c>--events</c>, or from the transport's schema store.
/// </summary>
internal sealed class ToolSchemas
{
    private readonly BusSession _session;
    private readonly AvroSchema? _file;
    private readonly Dictionary<(string Type, string Topic), AvroSchema?> _found = [];

    public ToolSchemas(BusSession session, string? file)
    {
        _session = session;
        _file = file is null ? null : Read(session, file);
    }

    /// <summary>The option that names a file.</summary>
    public static Option<string?> Option() => new("--schema")
    {
        Description = "A file with the Avro schema of the data, for types that are in no catalogue and in no schema store.",
        HelpName = "FILE.avsc",
    };

    /// <summary>The schema that data of a type is written with on a topic; null: nobody knows one, and JSON is written.</summary>
    public async ValueTask<AvroSchema?> ForWritingAsync(string type, string topic, EventDefinition? definition, CancellationToken cancellationToken)
    {
        if (_file is not null || definition is not null)
        {
            return _file ?? Of(definition);
        }

        if (!_found.TryGetValue((type, topic), out var schema))
        {
            _found[(type, topic)] = schema = await NewestAsync(type, topic, cancellationToken).ConfigureAwait(false);
        }

        return schema;
    }

    /// <summary>The data of a delivery with its schema: the one that it names, else what is known of its type; null where that is nothing.</summary>
    public async ValueTask<AvroBody?> ForReadingAsync(Delivery delivery, WireReader reader, EventDefinition? definition, CancellationToken cancellationToken)
    {
        if (delivery.Body is not { } body || (reader.TryFindContentType(delivery, out var content) && !content.Span.SequenceEqual("application/avro"u8)))
        {
            return null;
        }

        SchemaMark mark;
        if (reader.TryFindSchemaText(delivery, out var text))
        {
            mark = new SchemaMark(null, System.Text.Encoding.UTF8.GetString(text.Span));
        }
        else if (reader.TryFindSchemaNumber(body.Span, out var number))
        {
            (mark, body) = (new SchemaMark(number, null), body[ConfluentFrame.Length..]);
        }
        else
        {
            return (_file ?? Of(definition)) is { } known ? new AvroBody(known, body) : null;
        }

        try
        {
            var writer = await _session.CallAsync(async () => await _session.Transport.Writers.FindAsync(mark, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return new AvroBody(writer, body);
        }
        catch (EventDataException)
        {
            return (_file ?? Of(definition)) is { } known ? new AvroBody(known, body) : null;
        }
    }

    /// <summary>The newest schema of a type on a topic; null where there is none.</summary>
    public async Task<AvroSchema?> NewestAsync(string type, string topic, CancellationToken cancellationToken)
    {
        if (_session.Transport.Transport is not ISchemaStore store)
        {
            return null;
        }

        var all = await _session.CallAsync(
            async () => await store.ListSchemasAsync(_session.Configuration.FullName(topic), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return all.LastOrDefault(schema => schema.Role == SchemaRole.Value && TypeOf(schema.RecordName) == type) is { } newest
            ? await _session.CallAsync(async () => await _session.Transport.Writers.FindAsync(newest.Mark, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false)
            : null;
    }

    /// <summary>The type of an event whose data has a record of this name: the record's namespace.</summary>
    public static string TypeOf(string recordName) => recordName[..Math.Max(0, recordName.LastIndexOf('.'))];

    private AvroSchema? Of(EventDefinition? definition) =>
        definition?.Schema is { } schema ? _session.Transport.Writers.Parse(schema.Text) : null;

    private static AvroSchema Read(BusSession session, string file)
    {
        try
        {
            return session.Transport.Writers.Parse(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or EventDataException)
        {
            throw ToolException.Input($"--schema {file}: {exception.Message}");
        }
    }
}
