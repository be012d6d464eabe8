using System.Buffers;
using System.CommandLine;
using Omnibus.Commands.Running;
using Omnibus.Encodings;
using Omnibus.Hosting;
using Omnibus.Publishing;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus wire</c>: what an event looks like on a broker, and what the bytes on a broker are. Talks to no broker.</summary>
internal static class WireVerb
{
    public static Command Create(BusOptions options, Streams streams) => new("wire", "Shows events as the bytes that they are on a broker, and back.")
    {
        Encode(options, streams),
        Decode(options, streams),
    };

    private static Command Encode(BusOptions options, Streams streams)
    {
        var format = Format();
        var type = new Option<string?>("--type") { Description = "The event's type. Without --data: of lines that name none.", HelpName = "T" };
        var topic = new Option<string?>("--topic") { Description = "The topic, in place of the line's or the type's.", HelpName = "X" };
        var key = new Option<string?>("--key") { Description = "The path of the key in the data, field names joined by dots.", HelpName = "PATH" };
        var data = new Option<string?>("--data") { Description = "The event's data, as JSON. Without it, events are read from standard input, one a line.", HelpName = "JSON" };
        var number = new Option<int>("--schema-number") { Description = "Kafka: the number of the data's schema; the key's is the next.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var schema = ToolSchemas.Option();
        var command = new Command("encode", "Shows events as records, one a line, every byte in hexadecimal.") { format, type, topic, key, data, number, schema };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var paper = await PaperTransport.RuntimeAsync(session, parsed.GetRequiredValue(format), parsed.GetValue(number)).ConfigureAwait(false);
            var maker = new EventMaker(
                session, paper, new ToolSchemas(session, parsed.GetValue(schema)), parsed.GetValue(type), parsed.GetValue(topic), parsed.GetValue(key), newIds: false);
            if (parsed.GetValue(data) is { } json)
            {
                _ = parsed.GetValue(type) ?? throw ToolException.Usage("--data needs --type T.");
                await WriteAsync(session, paper, await maker.FromDataAsync(json, cancellationToken).ConfigureAwait(false), streams).ConfigureAwait(false);
                return ExitCode.Done;
            }

            for (var line = 1; await streams.Input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text; line++)
            {
                if (!string.IsNullOrWhiteSpace(text))
                {
                    await WriteAsync(session, paper, await maker.FromLineAsync(text, line, cancellationToken).ConfigureAwait(false), streams).ConfigureAwait(false);
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Decode(BusOptions options, Streams streams)
    {
        var format = Format();
        var schema = ToolSchemas.Option();
        var command = new Command("decode", "Reads records as 'wire encode' shows them from standard input, one a line, and prints the events.") { format, schema };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var paper = await PaperTransport.RuntimeAsync(session, parsed.GetRequiredValue(format), 1).ConfigureAwait(false);
            var reader = new WireReader(paper.Transport.Wire);
            var schemas = new ToolSchemas(session, parsed.GetValue(schema));
            while (await streams.Input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                var delivery = WireJson.Read(line, paper.Transport.Wire);
                var definition = reader.TryFindType(delivery, out var type)
                    ? session.Registrations.Events.GetValueOrDefault(System.Text.Encoding.UTF8.GetString(type.Span))
                    : null;
                var avro = await schemas.ForReadingAsync(delivery, reader, definition, cancellationToken).ConfigureAwait(false);
                var text = new ArrayBufferWriter<byte>();
                EventText.Write(text, delivery, reader, session.Configuration.ShortName(delivery.Topic), definition, avro);
                await streams.Output.WriteLineAsync(System.Text.Encoding.UTF8.GetString(text.WrittenSpan)).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string> Format()
    {
        var format = new Option<string>("--format") { Description = "Whose layout: redis or kafka.", HelpName = "redis|kafka", Required = true };
        format.AcceptOnlyFromAmong("redis", "kafka");
        return format;
    }

    private static async Task WriteAsync(BusSession session, TransportRuntime paper, MadeEvent made, Streams streams)
    {
        var record = PublishOperationPool.Rent();
        try
        {
            var head = EventHead.Of(made.Metadata);
            record.Begin(null!, new RawRoute(made.Topic, paper.Name, made.Topic), head, session.Configuration.FullName(made.Topic)); // it never leaves
            var wire = paper.Transport.Wire;
            RecordWriter.Write(record, head, made.Body, new WireWriter(wire, RouteAttributes.Of(made.Metadata)), made.Schemas, made.TextKey);
            await streams.Output.WriteLineAsync(WireJson.Write(record, wire)).ConfigureAwait(false);
        }
        finally
        {
            record.Abandon();
        }
    }
}
