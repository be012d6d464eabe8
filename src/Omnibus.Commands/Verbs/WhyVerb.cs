using System.CommandLine;
using System.Text.Json;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Commands.Understanding;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus why</c>: why an event does not arrive.</summary>
internal static class WhyVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var type = new Option<string>("--type") { Description = "The event's type.", HelpName = "T", Required = true };
        var id = new Option<string?>("--id") { Description = "The event; without it, the last one of its type.", HelpName = "ID" };
        var group = new Option<string?>("--group") { Description = "The group that it does not reach; without it, all that read its topic, in turn.", HelpName = "G" };
        var topic = new Option<string?>("--topic") { Description = "The topic, where no route and no catalogue here says it.", HelpName = "X" };
        var command = new Command("why", "Walks the way of an event, from its route to its handler, and stops at the first thing that keeps it, with the fix.") { type, id, group, topic };
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(streams, async () =>
        {
            var whole = WholeConfiguration.Open(parsed, options);
            await using var closing = whole.ConfigureAwait(false);
            var walk = new WhyWalk(whole, parsed.GetRequiredValue(type), parsed.GetValue(id));
            var finding = await walk.RunAsync(
                route => BusSession.Open(parsed, options, streams, route.Transport), parsed.GetValue(topic), parsed.GetValue(group), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(options.Json))
            {
                await streams.Output.WriteLineAsync(JsonSerializer.Serialize(finding, ToolJson.Default.WhyFinding)).ConfigureAwait(false);
                return ExitCode.Done;
            }

            foreach (var passed in finding.Passed)
            {
                await streams.Output.WriteLineAsync($"ok     {passed}").ConfigureAwait(false);
            }

            await streams.Output.WriteLineAsync($"cause  {finding.Said} ({finding.Cause})").ConfigureAwait(false);
            await streams.Output.WriteLineAsync($"fix    {finding.Fix}").ConfigureAwait(false);
            return ExitCode.Done;
        }));
        return command;
    }
}
