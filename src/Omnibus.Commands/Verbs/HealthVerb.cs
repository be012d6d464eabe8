using System.CommandLine;
using System.Text.Json;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Diagnostics;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus health</c>: a probe for workers that answer no HTTP.</summary>
internal static class HealthVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var command = new Command("health", "Says how the running application of this configuration is, by the file that it writes (Omnibus:HealthFile).");
        var live = new Option<bool>("--live") { Description = "Only whether its loops run, which a restart could mend; a broker that is away does not count." };
        command.Add(live);
        command.Does(options, streams, async (session, parsed, _) =>
        {
            var path = session.Configuration.HealthFile ?? throw new ToolException(
                ExitCode.Configuration, "Omnibus:HealthFile is not set, so that the application says nowhere how it is. Set it, for both, to a file that the application may write.");
            var report = Judge(path, parsed.GetValue(live));
            await streams.Output.WriteLineAsync(parsed.GetValue(options.Json)
                ? JsonSerializer.Serialize(report, ToolJson.Default.HealthReport)
                : string.Join('\n', report.Healthy ? ["healthy"] : report.Problems)).ConfigureAwait(false);
            return report.Healthy ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static HealthReport Judge(string path, bool onlyLive)
    {
        if (HealthFile.Read(path) is not { } text)
        {
            return HealthReport.Of([$"{path} is not there: the application does not run, or has another HealthFile, or may not write it."]);
        }

        var age = TimeProvider.System.GetUtcNow() - text.Time;
        return HealthReport.Of(age > HealthFile.Stale
            ? [$"{path} was written {age.TotalSeconds:0} s ago, and should be every {HealthFile.Interval.TotalSeconds:0} s: the application hangs, or was killed."]
            : onlyLive ? text.Dead : text.Unready);
    }
}

/// <summary>What <c>omnibus health --json</c> prints.</summary>
internal sealed record HealthReport(bool Healthy, IReadOnlyList<string> Problems)
{
    public static HealthReport Of(IReadOnlyList<string> problems) => new(problems.Count == 0, problems);
}
