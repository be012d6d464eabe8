using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Recovery;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus capture</c>: keeps what is stored as a file of events, to be published again elsewhere or replayed in a test.</summary>
internal static class CaptureVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var topic = new Option<string[]>("--topic") { Description = "The topic. Repeatable; without it, every topic but dead letters.", HelpName = "X", DefaultValueFactory = _ => [] };
        var from = new Option<string>("--from") { Description = "Where to begin: earliest, a time or a position.", HelpName = "earliest|TIME|POSITION", Required = true };
        var count = new Option<long?>("--count") { Description = "Ends after this many events; without it, with what is stored now.", HelpName = "N" };
        var file = new Option<string?>("--file") { Description = "The file to write; without it, standard output.", HelpName = "F" };
        var schema = ToolSchemas.Option();
        var command = new Command("capture", "Writes stored events as lines, which 'publish --file' and the tests of applications replay.") { topic, from, count, file, schema };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var start = StartText.Parse(session, parsed.GetRequiredValue(from), StartPoint.Earliest);
            var most = parsed.GetValue(count) ?? long.MaxValue;
            var topics = await TopicsAsync(session, parsed.GetRequiredValue(topic), cancellationToken).ConfigureAwait(false);
            var output = parsed.GetValue(file) is { } path ? OpenFile(path) : streams.Output;
            try
            {
                var reader = new WireReader(session.Transport.Transport.Wire);
                var printer = new LinePrinter(session, output, most, new ToolSchemas(session, parsed.GetValue(schema)));
                foreach (var name in topics)
                {
                    var exists = await WholeTopic.ReadAsync(
                        session.Transport,
                        session.Configuration.FullName(name),
                        async delivery => await printer.PrintAsync(delivery, reader, new EventContext { Topic = name }, cancellationToken).ConfigureAwait(false)
                            && printer.Count < most,
                        cancellationToken,
                        start).ConfigureAwait(false);
                    if (!exists)
                    {
                        throw ToolException.Input($"There is no topic '{name}' on '{session.Transport.Name}'. 'omnibus topics' lists those that there are.");
                    }
                }

                await streams.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{printer.Count} events captured.")).ConfigureAwait(false);
                return parsed.GetValue(count) is { } wanted && printer.Count < wanted ? ExitCode.Incomplete : ExitCode.Done;
            }
            finally
            {
                if (!ReferenceEquals(output, streams.Output))
                {
                    await output.DisposeAsync().ConfigureAwait(false);
                }
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> TopicsAsync(BusSession session, string[] named, CancellationToken cancellationToken)
    {
        if (named.Length > 0)
        {
            return named;
        }

        var topics = session.Need<ITopicAdministrator>("list topics: name one with --topic");
        var all = await session.CallAsync(async () => await topics.ListAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. all.Where(session.Configuration.IsOurs).Select(session.Configuration.ShortName).Where(static name => !GroupTopics.IsDerived(name))];
    }

    private static StreamWriter OpenFile(string path)
    {
        try
        {
            return new StreamWriter(path, append: false, new System.Text.UTF8Encoding(false)) { NewLine = "\n" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Input($"--file {path}: {exception.Message}");
        }
    }
}
