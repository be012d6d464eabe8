using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Commands.Understanding;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus lag</c>: how far groups are behind.</summary>
internal static class LagVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var group = new Option<string?>("--group") { Description = "Only this group.", HelpName = "G" };
        var over = new Option<long?>("--over") { Description = "Only where more than this is left; the exit code is 1 where there is any.", HelpName = "N" };
        var command = new Command("lag", "Shows for each group and topic what is not settled, how old the oldest of it is, and what became dead letters.") { group, over };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var look = await new Overview(session).LookAsync(parsed.GetValue(group), cancellationToken).ConfigureAwait(false);
            var most = parsed.GetValue(over);
            if (parsed.GetValue(group) is { } name && look.Groups.Count == 0)
            {
                throw ToolException.Input($"There is no group '{name}' on '{session.Transport.Name}'. 'omnibus groups' lists those that there are.");
            }

            List<LagRow> rows = [.. look.Groups.Where(row => most is null || row.Lag is null || row.Lag > most)];
            await Tables.WriteAsync(
                streams.Output,
                parsed.GetValue(options.Json),
                (IReadOnlyList<LagRow>)rows,
                ToolJson.Default.IReadOnlyListLagRow,
                ["group", "topic", "lag", "oldest", "members", "dead letters"],
                Cells).ConfigureAwait(false);
            return most is not null && rows.Count > 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    internal static string[] Cells(LagRow row) =>
    [
        row.Group,
        row.Topic,
        row.Lag?.ToString(CultureInfo.InvariantCulture) ?? "?",
        row.OldestSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Round(seconds)).ToString("c", CultureInfo.InvariantCulture) : "",
        row.Members.ToString(CultureInfo.InvariantCulture),
        row.DeadLetters.ToString(CultureInfo.InvariantCulture),
    ];
}
