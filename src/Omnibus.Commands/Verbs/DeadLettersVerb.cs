using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Recovery;
using Omnibus.Commands.Running;
using Omnibus.Encodings;
using Omnibus.Recovery;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus dead-letters</c>: what consumer groups gave up on, and what becomes of it.</summary>
internal static class DeadLettersVerb
{
    public static Command Create(BusOptions options, Streams streams) => new("dead-letters", "Shows the events that consumer groups gave up on, and has them handled again or dropped.")
    {
        List(options, streams),
        Show(options, streams),
        Redrive(options, streams),
        Drop(options, streams),
    };

    private static Command List(BusOptions options, Streams streams)
    {
        var letters = new LetterOptions();
        var each = new Option<bool>("--each") { Description = "One line a letter, not one for those that failed alike." };
        var command = new Command("list", "Counts dead letters by group, topic, type, reason and handler.") { each };
        letters.AddTo(command, groupIsRequired: false);
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var chosen = await ChosenAsync(session, letters, parsed, cancellationToken).ConfigureAwait(false);
            var json = parsed.GetValue(options.Json);
            await (parsed.GetValue(each) ? LetterRows.WriteEachAsync(streams, json, chosen) : LetterRows.WriteKindsAsync(streams, json, chosen)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(BusOptions options, Streams streams)
    {
        var letters = new LetterOptions();
        var schema = ToolSchemas.Option();
        var command = new Command("show", "Prints the events of dead letters, one a line, as 'publish' takes them, and before each, on standard error, why it failed.") { schema };
        letters.AddTo(command, groupIsRequired: false);
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var reader = new WireReader(session.Transport.Transport.Wire);
            var printer = new LinePrinter(session, streams.Output, null, new ToolSchemas(session, parsed.GetValue(schema)));
            foreach (var log in await LetterTopics.FindAsync(session, parsed.GetValue(letters.Group), parsed.GetValue(letters.Topic), cancellationToken).ConfigureAwait(false))
            {
                var state = await log.ReadAsync(cancellationToken).ConfigureAwait(false);
                var chosen = letters.Read(parsed).Of(state?.Letters ?? []).Select(letter => letter.Identity).ToHashSet(StringComparer.Ordinal);
                await log.ReadAsync(cancellationToken, async (letter, delivery) =>
                {
                    if (chosen.Contains(letter.Identity))
                    {
                        await streams.Error.WriteLineAsync(string.Create(
                            CultureInfo.InvariantCulture,
                            $"{letter.Time:u} {letter.Group}: {letter.Reason} {letter.Handler} {letter.Exception} ({letter.Attempts} attempts, redriven {letter.Redrives} times)")).ConfigureAwait(false);
                        await printer.PrintAsync(delivery, reader, new EventContext { Topic = letter.Source }, cancellationToken).ConfigureAwait(false);
                    }
                }).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Redrive(BusOptions options, Streams streams)
    {
        var letters = new LetterOptions();
        var dryRun = DryRun();
        var takeOver = TakeOver();
        var rate = new Option<double?>("--rate") { Description = "The most in a second.", HelpName = "N" };
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0)
            {
                result.AddError("--rate is a number above 0.");
            }
        });
        var most = new Option<int>("--most-redrives")
        {
            Description = "Leaves letters alone that were redriven so often already.", HelpName = "N", DefaultValueFactory = _ => LetterSelection.DefaultMostRedrives,
        };
        var allHandlers = new Option<bool>("--all-handlers") { Description = "Every handler of the group gets them, not only those that failed." };
        var command = new Command("redrive", "Has the group that failed handle them again: first stored in its redrive topic, then settled here.")
        {
            dryRun, rate, most, allHandlers, takeOver,
        };
        letters.AddTo(command, groupIsRequired: true);
        var redriving = new LetterRun(options, streams, letters, dryRun, "redrive");
        command.Does(options, streams, (session, parsed, cancellationToken) =>
        {
            var how = new RedriveOptions
            {
                Rate = parsed.GetValue(rate),
                MostRedrives = parsed.GetValue(most),
                AllHandlers = parsed.GetValue(allHandlers),
                TakeOver = parsed.GetValue(takeOver),
            };
            return redriving.RunAsync(session, parsed, (work, selection) => work.RedriveAsync(selection, how, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static Command Drop(BusOptions options, Streams streams)
    {
        var letters = new LetterOptions();
        var dryRun = DryRun();
        var takeOver = TakeOver();
        var all = new Option<bool>("--all") { Description = "All of the group's: needed where nothing narrows them down." };
        var command = new Command("drop", "Settles dead letters without having them handled: they are gone.") { dryRun, all, takeOver };
        letters.AddTo(command, groupIsRequired: true);
        var dropping = new LetterRun(options, streams, letters, dryRun, "drop");
        command.Does(options, streams, (session, parsed, cancellationToken) => letters.Read(parsed).IsNarrow || parsed.GetValue(all) || parsed.GetValue(dryRun)
            ? dropping.RunAsync(session, parsed, (work, selection) => work.DropAsync(selection, parsed.GetValue(takeOver), cancellationToken), cancellationToken)
            : throw ToolException.Usage("This would drop every dead letter of the group. Say which with --type, --reason, --handler, --id, --since, --until or --count, or say --all."));
        return command;
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only shows which they would be." };

    private static Option<bool> TakeOver() => new("--take-over")
    {
        Description = "Goes on although another operator began and has not ended: it was cut off. Where it still works, letters may be redriven twice.",
    };

    private static async Task<IReadOnlyList<DeadLetter>> ChosenAsync(BusSession session, LetterOptions letters, ParseResult parsed, CancellationToken cancellationToken)
    {
        var chosen = new List<DeadLetter>();
        foreach (var log in await LetterTopics.FindAsync(session, parsed.GetValue(letters.Group), parsed.GetValue(letters.Topic), cancellationToken).ConfigureAwait(false))
        {
            chosen.AddRange(letters.Read(parsed).Of((await log.ReadAsync(cancellationToken).ConfigureAwait(false))?.Letters ?? []));
        }

        return chosen;
    }
}
