using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Running;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus publish</c>: one event from the command line, or many from a file of lines.</summary>
internal static class PublishVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var type = new Option<string?>("--type") { Description = "The event's type. With --file: of lines that name none.", HelpName = "T" };
        var topic = new Option<string?>("--topic") { Description = "The topic, in place of the line's or the type's.", HelpName = "X" };
        var key = new Option<string?>("--key") { Description = "The path of the key in the data, field names joined by dots.", HelpName = "PATH" };
        var data = new Option<string?>("--data") { Description = "The event's data, as JSON.", HelpName = "JSON" };
        var file = new Option<string?>("--file") { Description = "A file of events, one a line, as 'consume' and 'tail' print them; - is standard input.", HelpName = "F" };
        var schema = ToolSchemas.Option();
        var newIds = new Option<bool>("--new-ids") { Description = "Gives every event a new id and the present time." };
        var command = new Command("publish", "Publishes events and returns when the broker has stored them.") { type, topic, key, data, file, schema, newIds };
        command.Validators.Add(result =>
        {
            var hasData = result.GetResult(data) is not null;
            if (hasData == (result.GetResult(file) is not null))
            {
                result.AddError("Say either --data JSON (with --type T) or --file F.");
            }
            else if (hasData && result.GetResult(type) is null)
            {
                result.AddError("--data needs --type T.");
            }
        });
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var maker = new EventMaker(
                session, session.Transport, new ToolSchemas(session, parsed.GetValue(schema)), parsed.GetValue(type), parsed.GetValue(topic), parsed.GetValue(key), parsed.GetValue(newIds));
            if (parsed.GetValue(data) is { } json)
            {
                var made = await maker.FromDataAsync(json, cancellationToken).ConfigureAwait(false);
                await session.Runtime.PublishRecordAsync(
                    made.Metadata, session.Transport.Name, made.Topic, made.Body, cancellationToken, made.Schemas, made.TextKey).ConfigureAwait(false);
                return ExitCode.Done;
            }

            var lines = parsed.GetValue(file)! == "-" ? streams.Input : OpenFile(parsed.GetValue(file)!);
            var count = await new BulkPublisher(session, maker, streams.Error).PublishAsync(lines, cancellationToken).ConfigureAwait(false);
            await streams.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} events published.")).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static StreamReader OpenFile(string path)
    {
        try
        {
            return new StreamReader(path, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Input($"--file {path}: {exception.Message}");
        }
    }
}
