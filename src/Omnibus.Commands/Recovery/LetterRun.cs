using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Auditing;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Recovery;

namespace Omnibus.Commands.Recovery;

/// <summary>Has work done on the dead letters that the options choose, topic by topic, and says how far it came, however it ends.</summary>
internal sealed class LetterRun(BusOptions options, Streams streams, LetterOptions letters, Option<bool> dryRun, string action)
{
    public async Task<int> RunAsync(
        BusSession session, ParseResult parsed, Func<LetterWork, LetterSelection, Task> work, CancellationToken cancellationToken)
    {
        var group = parsed.GetRequiredValue(letters.Group)!;
        var selection = letters.Read(parsed);
        var logs = await LetterTopics.FindAsync(session, group, parsed.GetValue(letters.Topic), cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(dryRun))
        {
            var chosen = new List<DeadLetter>();
            foreach (var log in logs)
            {
                chosen.AddRange(selection.Of((await log.ReadAsync(cancellationToken).ConfigureAwait(false))?.Letters ?? []));
            }

            await LetterRows.WriteKindsAsync(streams, parsed.GetValue(options.Json), chosen).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var rows = new List<LetterWorkRow>();
        try
        {
            foreach (var log in logs)
            {
                await RunAsync(session, log, rows, letterWork => work(letterWork, selection)).ConfigureAwait(false);
            }
        }
        finally
        {
            await ReportAsync(rows, parsed.GetValue(options.Json)).ConfigureAwait(false);
        }

        if (rows.Count == 0)
        {
            await streams.Error.WriteLineAsync($"Nothing to {action}: group '{group}' has no such dead letters.").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private async Task RunAsync(BusSession session, DeadLetterLog log, List<LetterWorkRow> rows, Func<LetterWork, Task> run)
    {
        var who = Audit.NewOperator();
        var work = new LetterWork(session.Runtime, log, who);
        try
        {
            await run(work).ConfigureAwait(false);
        }
        finally
        {
            var counts = work.Counts;
            var row = new LetterWorkRow(log.Group, log.Source, action, counts.Done, counts.Found, counts.Unsettled, counts.Guarded);
            if (counts.Done + counts.Found + counts.Unsettled + counts.Guarded > 0)
            {
                rows.Add(row);
                session.Audit.LettersWorkedOff(who, action, log.Topic, session.Transport.Name, row.Done, row.Found, row.Unsettled, row.Guarded);
            }

            if (!counts.EndIsNoted)
            {
                await streams.Error.WriteLineAsync($"The end of this could not be noted in '{log.Topic}': the next command on it needs --take-over.").ConfigureAwait(false);
            }
        }
    }

    private async Task ReportAsync(List<LetterWorkRow> rows, bool json)
    {
        if (json)
        {
            await Tables.WriteAsync(streams.Output, json, rows, ToolJson.Default.IReadOnlyListLetterWorkRow, [], static _ => []).ConfigureAwait(false);
        }

        foreach (var row in rows)
        {
            await streams.Error.WriteLineAsync(Sentence(row)).ConfigureAwait(false);
        }
    }

    private static string Sentence(LetterWorkRow row)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{row.Topic}: {row.Done} {(row.Action == "drop" ? "dropped" : "redriven")}.");
        text += row.Found > 0 ? $" {row.Found} had been redriven by a command that was cut off, and are settled now." : "";
        text += row.Unsettled > 0 ? $" {row.Unsettled} were redriven and could not be settled: the next redrive finds them and does not store them again." : "";
        text += row.Guarded > 0 ? $" {row.Guarded} were left alone: they came back too often; --most-redrives raises the bound." : "";
        return text;
    }
}
