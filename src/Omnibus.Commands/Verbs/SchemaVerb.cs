using System.CommandLine;
using System.Text.Json;
using Omnibus.Commands.Running;
using Omnibus.Drivers;
using Omnibus.Schemas;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus schema</c>: what is known of the data of events.</summary>
internal static class SchemaVerb
{
    private static readonly JsonWriterOptions s_writing = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(BusOptions options, Streams streams)
    {
        var type = new Option<string?>("--type") { Description = "The event's type.", HelpName = "T" };
        var topic = new Option<string?>("--topic") { Description = "The topic: every schema that was used on it, one a line; with --type only the newest of that type.", HelpName = "X" };
        var csharp = new Option<bool>("--csharp") { Description = "Writes the partial record that reads it, in C#." };
        var show = new Command("show", "Shows the schema of an event type, or those that were used on a topic.") { type, topic, csharp };
        show.Validators.Add(result =>
        {
            if (result.GetResult(type) is null && result.GetResult(topic) is null)
            {
                result.AddError("Say --type T or --topic X.");
            }
        });
        show.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var shown = parsed.GetValue(type) is { } name
                ? await OfTypeAsync(session, name, parsed.GetValue(topic), cancellationToken).ConfigureAwait(false)
                : await OfTopicAsync(session, parsed.GetValue(topic)!, cancellationToken).ConfigureAwait(false);
            foreach (var one in shown)
            {
                if (!parsed.GetValue(csharp))
                {
                    await streams.Output.WriteLineAsync(parsed.GetValue(type) is null ? Line(one) : Indented(one.Schema.Text)).ConfigureAwait(false);
                }
                else if (one.Role == SchemaRole.Value)
                {
                    await streams.Output.WriteLineAsync(CSharpRecord.Of(one.Schema, one.Topic)).ConfigureAwait(false);
                }
            }

            return ExitCode.Done;
        });
        return new Command("schema", "Schemas of events.") { show };
    }

    private static async Task<IReadOnlyList<Shown>> OfTypeAsync(BusSession session, string type, string? topic, CancellationToken cancellationToken)
    {
        if (session.Registrations.Events.GetValueOrDefault(type) is { Schema: { } known } definition)
        {
            return [new Shown(definition.Topic ?? type, SchemaRole.Value, session.Transport.Writers.Parse(known.Text))];
        }

        var schemas = new ToolSchemas(session, null);
        foreach (var candidate in topic is not null ? [topic] : await TopicsAsync(session, type, cancellationToken).ConfigureAwait(false))
        {
            if (await schemas.NewestAsync(type, candidate, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return [new Shown(candidate, SchemaRole.Value, found)];
            }
        }

        throw ToolException.Input($"No schema of '{type}' is known: not in a catalogue of --events, and not at '{session.Transport.Name}'{(topic is null ? "" : $" for topic '{topic}'")}.");
    }

    /// <summary>The topics where a type may be: first that of its own name.</summary>
    private static async Task<IReadOnlyList<string>> TopicsAsync(BusSession session, string type, CancellationToken cancellationToken) =>
        session.Transport.Transport is ITopicAdministrator topics
            ? [type, .. (await session.CallAsync(async () => await topics.ListAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false)).Select(session.Configuration.ShortName)]
            : [type];

    private static async Task<IReadOnlyList<Shown>> OfTopicAsync(BusSession session, string topic, CancellationToken cancellationToken)
    {
        var store = session.Need<ISchemaStore>("keep schemas");
        return await session.CallAsync(async () =>
        {
            var shown = new List<Shown>();
            foreach (var schema in await store.ListSchemasAsync(session.Configuration.FullName(topic), cancellationToken).ConfigureAwait(false))
            {
                shown.Add(new Shown(topic, schema.Role, await session.Transport.Writers.FindAsync(schema.Mark, cancellationToken).ConfigureAwait(false)) { Mark = schema.Mark });
            }

            return shown.Count > 0 ? shown : throw ToolException.Input($"No schema was registered for topic '{topic}' at '{session.Transport.Name}'.");
        }).ConfigureAwait(false);
    }

    private static string Line(Shown one)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writing with { Indented = false }))
        {
            json.WriteStartObject();
            json.WriteString("topic", one.Topic);
            json.WriteString("role", one.Role == SchemaRole.Key ? "key" : "value");
            json.WriteString("name", one.Schema.Root.Name);
            if (one.Mark.Number is { } number)
            {
                json.WriteNumber("number", number);
            }

            json.WriteString("mark", one.Schema.Mark);
            json.WritePropertyName("schema");
            json.WriteRawValue(one.Schema.Text);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Indented(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            document.RootElement.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed record Shown(string Topic, SchemaRole Role, AvroSchema Schema)
    {
        public SchemaMark Mark { get; init; }
    }
}
