using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Drivers;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus consume</c>: prints events of a group and settles what it has printed.</summary>
internal static class ConsumeVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var topic = new Option<string[]>("--topic") { Description = "The topic. Repeatable.", HelpName = "X", Required = true };
        var group = new Option<string>("--group") { Description = "The consumer group: each of its members gets a part.", HelpName = "G", Required = true };
        var count = new Option<long?>("--count") { Description = "Ends after this many events.", HelpName = "N" };
        var timeout = new Option<double?>("--timeout") { Description = "Ends after this many seconds; the exit code says whether --count was reached.", HelpName = "S" };
        var from = new Option<string?>("--from")
        {
            Description = "Where a new group begins: earliest (the default), latest, a time or a position. A group that exists goes on where it is.",
            HelpName = "earliest|latest|TIME|POSITION",
        };
        var schema = ToolSchemas.Option();
        var command = new Command("consume", "Prints events of a consumer group, one a line, and settles what it has printed.") { topic, group, count, timeout, from, schema };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var printer = new LinePrinter(session, streams.Output, parsed.GetValue(count), new ToolSchemas(session, parsed.GetValue(schema)));
            var code = await Reading.ReadAsync(
                session,
                printer,
                parsed.GetRequiredValue(topic),
                parsed.GetRequiredValue(group),
                StartText.Parse(session, parsed.GetValue(from), StartPoint.Earliest),
                parsed.GetValue(timeout),
                cancellationToken).ConfigureAwait(false);
            await streams.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{printer.Count} events consumed.")).ConfigureAwait(false);

            // Without a number to reach, running out of time is what was asked for.
            return code == ExitCode.Incomplete && parsed.GetValue(count) is null ? ExitCode.Done : code;
        });
        return command;
    }
}
