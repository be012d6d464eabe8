using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Commands.Understanding;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus config</c>: whether the configuration is right, and what it means. Connects to nothing.</summary>
internal static class ConfigVerb
{
    public static Command Create(BusOptions options, Streams streams) => new("config", "Checks the configuration, and says what it means.")
    {
        Check(options, streams),
        Explain(options, streams),
    };

    private static Command Check(BusOptions options, Streams streams)
    {
        var command = new Command("check", "Checks everything that can be known without a broker, as a start of the application does.");
        command.SetAction((parsed, _) => Verb.RunAsync(streams, async () =>
        {
            var whole = WholeConfiguration.Open(parsed, options);
            await using var closing = whole.ConfigureAwait(false);
            await streams.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"The configuration is valid: {whole.Bus.Routes.Count} routes, {whole.Bus.Consumers.Count} consumers, {whole.Bus.Transports.Count} transports.")).ConfigureAwait(false);
            if (!whole.KnowsHandlers)
            {
                await streams.Output.WriteLineAsync("Not checked, because only the application knows them: handlers, and events that are in no catalogue here (--events). 'myapp omnibus config check' checks them too.").ConfigureAwait(false);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Explain(BusOptions options, Streams streams)
    {
        var command = new Command("explain", "Shows every value that holds and where it comes from, without secrets, and says what routes and consumers do.");
        command.SetAction((parsed, _) => Verb.RunAsync(streams, async () =>
        {
            var whole = WholeConfiguration.Open(parsed, options);
            await using var closing = whole.ConfigureAwait(false);
            var json = parsed.GetValue(options.Json);
            await Tables.WriteAsync(
                streams.Output, json, Explanation.Values(whole), ToolJson.Default.IReadOnlyListExplainedValue, ["option", "value", "from"], static row => [row.Path, row.Value, row.Source]).ConfigureAwait(false);
            foreach (var sentence in json ? [] : Explanation.Sentences(whole))
            {
                await streams.Output.WriteLineAsync(sentence).ConfigureAwait(false);
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
