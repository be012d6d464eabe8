using System.Text.RegularExpressions;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>The Java that Kafka's own scripts would take.</summary>
internal static partial class Java
{
    /// <summary>The command that installs it.</summary>
    public static string HowToInstall => OperatingSystem.IsMacOS() ? "brew install openjdk" : "sudo apt-get install --no-install-recommends default-jre-headless";

    /// <summary>Null if there is a Java 17 or newer, else why not.</summary>
    public static async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        var program = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home && Path.Combine(home, "bin", "java") is var own && File.Exists(own)
            ? own
            : Programs.Find("java");
        if (program is null)
        {
            return "Java 17 or newer is not installed (no JAVA_HOME, no java on the PATH).";
        }
        var result = await ChildProcess.RunAsync(program, ["-version"], TimeSpan.FromSeconds(20), cancellationToken);
        return VersionText().Match(result.Errors + result.Output) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan) >= 17
            ? null
            : $"{program} is not Java 17 or newer.";
    }

    [GeneratedRegex("version \"(\\d+)")]
    private static partial Regex VersionText();
}
