using System.CommandLine;
using System.Text.Json;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Commands.Understanding;
using Spectre.Console;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus top</c>: what goes on, live.</summary>
internal static class TopVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var interval = new Option<double>("--interval") { Description = "Seconds between two looks.", HelpName = "S", DefaultValueFactory = _ => 2 };
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0.1 or > 3600)
            {
                result.AddError("--interval is a number of seconds from 0.1 to 3600.");
            }
        });
        var once = new Option<bool>("--once") { Description = "Ends after the first picture: two looks, one interval apart." };
        var group = new Option<string?>("--group") { Description = "Only this group.", HelpName = "G" };
        var command = new Command("top", "Shows live what comes into each topic and what its groups settle, how far they are behind, and their dead letters.") { interval, once, group };
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var overview = new Overview(session);
            var last = await overview.LookAsync(parsed.GetValue(group), cancellationToken).ConfigureAwait(false);
            var wait = TimeSpan.FromSeconds(parsed.GetValue(interval));
            async Task<TopPicture> NextAsync()
            {
                var time = session.Transport.Time;
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                var now = await overview.LookAsync(parsed.GetValue(group), cancellationToken).ConfigureAwait(false);
                var picture = TopPicture.Of(last, now, time);
                last = now;
                return picture;
            }

            if (parsed.GetValue(options.Json))
            {
                do
                {
                    await streams.Output.WriteLineAsync(JsonSerializer.Serialize(await NextAsync().ConfigureAwait(false), ToolJson.Default.TopPicture)).ConfigureAwait(false);
                }
                while (!parsed.GetValue(once));

                return ExitCode.Done;
            }

            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(streams.Output), Ansi = AnsiSupport.Detect });
            if (parsed.GetValue(once) || !console.Profile.Capabilities.Ansi)
            {
                console.Profile.Width = Math.Max(console.Profile.Width, 160);
                do
                {
                    console.Write((await NextAsync().ConfigureAwait(false)).Render());
                }
                while (!parsed.GetValue(once));

                return ExitCode.Done;
            }

            await console.Live(new Text("…")).AutoClear(true).StartAsync(async live =>
            {
                while (true)
                {
                    live.UpdateTarget((await NextAsync().ConfigureAwait(false)).Render());
                }
            }).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
