using System.CommandLine;
using Omnibus.Commands.Running;
using Omnibus.Drivers;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus tail</c>: looks on, without a group and without settling.</summary>
internal static class TailVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var topic = new Option<string[]>("--topic")
        {
            Description = "The topic. Repeatable; without it, every topic that there is now.", HelpName = "X", DefaultValueFactory = _ => [],
        };
        var count = new Option<long?>("--count") { Description = "Ends after this many events.", HelpName = "N" };
        var timeout = new Option<double?>("--timeout") { Description = "Ends after this many seconds.", HelpName = "S" };
        var from = new Option<string?>("--from") { Description = "Where to begin: earliest, latest (the default), a time or a position.", HelpName = "earliest|latest|TIME|POSITION" };
        var schema = ToolSchemas.Option();
        var command = new Command("tail", "Prints events as they come, without a group: nobody's position moves.") { topic, count, timeout, from, schema };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            IReadOnlyList<string> topics = parsed.GetRequiredValue(topic);
            if (topics.Count == 0)
            {
                topics = await AllTopicsAsync(session, cancellationToken).ConfigureAwait(false);
            }

            var code = await Reading.ReadAsync(
                session,
                new LinePrinter(session, streams.Output, parsed.GetValue(count), new ToolSchemas(session, parsed.GetValue(schema))),
                topics,
                "",
                StartText.Parse(session, parsed.GetValue(from), StartPoint.Latest),
                parsed.GetValue(timeout),
                cancellationToken).ConfigureAwait(false);
            return code == ExitCode.Incomplete && parsed.GetValue(count) is null ? ExitCode.Done : code;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> AllTopicsAsync(BusSession session, CancellationToken cancellationToken)
    {
        var administrator = session.Need<ITopicAdministrator>("list topics: name one with --topic");
        var names = await session.CallAsync(async () => await administrator.ListAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return names.Count > 0
            ? [.. names.Select(session.Configuration.ShortName)]
            : throw ToolException.Input($"There are no topics on '{session.Transport.Name}' yet. Name one with --topic to wait for it.");
    }
}
