using System.CommandLine;
using System.Text.Json;
using Omnibus.Commands.Doctor;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus doctor</c>: whether the configured bus would work here, and what it is made of.</summary>
internal static class DoctorVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var rid = new Option<string[]>("--rid")
        {
            Description = "A platform that the application shall run on, by its runtime identifier: what is missing there is a problem. Repeatable.",
            HelpName = "RID",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("doctor", "Says whether the configured bus would work: dependencies, platforms, brokers, permissions and abilities. Changes nothing.") { rid };
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(streams, async () =>
        {
            var report = await new DoctorRun(parsed, options, streams).RunAsync(parsed.GetValue(rid) ?? [], cancellationToken).ConfigureAwait(false);
            await streams.Output.WriteLineAsync(parsed.GetValue(options.Json)
                ? JsonSerializer.Serialize(report, ToolJson.Default.DoctorReport)
                : string.Join('\n', DoctorText.Of(report))).ConfigureAwait(false);
            return CodeOf(report);
        }));
        return command;
    }

    /// <summary>What an operator must do comes before what may pass by itself.</summary>
    private static int CodeOf(DoctorReport report) =>
        report.Works ? ExitCode.Done
        : report.Problems.All(Cause.MayPass) ? ExitCode.Unavailable
        : ExitCode.Configuration;
}
