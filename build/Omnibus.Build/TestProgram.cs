using System.Diagnostics;
using System.Text.Json;

namespace Omnibus.Build;

/// <summary>A test project, built as an executable.</summary>
internal sealed class TestProgram(string project)
{
    // A test waits with a bound of its own; a program that takes this long hangs.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan s_soakLimit = TimeSpan.FromHours(2);

    public string Name { get; } = Path.GetFileNameWithoutExtension(project);

    public string Project { get; } = project;

    private string Assembly(TestOptions options) => Path.Combine([Folders.Root, "artifacts", .. options.Newest ? (string[])["newest"] : [], "bin", Name, Folders.Configuration, Name + ".dll"]);

    /// <summary>The test projects: every *.Tests.csproj in a folder of tests/. Nothing lists them.</summary>
    public static IReadOnlyList<TestProgram> FindAll() =>
        [.. Directory.EnumerateDirectories(Path.Combine(Folders.Root, "tests"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.Tests.csproj"))
            .Order(StringComparer.Ordinal)
            .Select(project => new TestProgram(project))];

    /// <summary>Whether <paramref name="name"/> means this project: its name, with or without <c>Omnibus.</c> and <c>.Tests</c>.</summary>
    public bool IsNamed(string name) => string.Equals(Core(name), Core(Name), StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs the program and reads its report. A program that ends otherwise than by its report is a failure of its own.</summary>
    public async Task<ProgramResult> RunAsync(TestOptions options, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var folder = Path.Combine(Folders.Root, "artifacts", "test-results");
        var report = Path.Combine(folder, Name + ".json");
        Directory.CreateDirectory(folder);
        File.Delete(report);
        var limit = options.Soak ? s_soakLimit : s_limit;
        var output = await ChildProgram.RunAsync("dotnet", Arguments(options, folder), Variables(options), limit, cancellationToken);
        if (output.ExitCode is null)
        {
            return Broken($"It did not end in {limit.TotalMinutes:0} minutes and was killed.", output.Text);
        }
        IReadOnlyList<TestResult> tests;
        try
        {
            tests = File.Exists(report) ? TestReport.Read(report) : [];
        }
        catch (JsonException exception)
        {
            return Broken($"Its report cannot be read ({exception.Message}).", output.Text);
        }
        // 8: no test was found, which a filter may mean.
        var ended = output.ExitCode == 0 || (output.ExitCode == 8 && options.Filter is not null) || tests.Any(test => test.Outcome == TestOutcome.Failed);
        return ended
            ? new ProgramResult(Name, tests, Stopwatch.GetElapsedTime(started))
            : Broken($"It ended with exit code {output.ExitCode} {(tests.Count == 0 ? "and ran no test" : "although no test failed")}.", output.Text);

        ProgramResult Broken(string reason, string text)
            => new(Name, [new TestResult($"{Name} (the program)", TestOutcome.Failed, $"{reason}\n{text}")], Stopwatch.GetElapsedTime(started));
    }

    private static string Core(string name)
    {
        name = name.StartsWith("Omnibus.", StringComparison.OrdinalIgnoreCase) ? name["Omnibus.".Length..] : name;
        return name.EndsWith(".Tests", StringComparison.OrdinalIgnoreCase) ? name[..^".Tests".Length] : name;
    }

    private IEnumerable<string> Arguments(TestOptions options, string folder)
    {
        yield return Assembly(options);
        string[] fixedArguments =
        [
            "--report-xunit-ctrf", "--report-xunit-ctrf-filename", Name + ".json", "--results-directory", folder,
            // So that a program that hangs says in which test.
            "--xunit-diagnostics", "on", "--long-running", "60",
            "--exit-on-process-exit", $"{Environment.ProcessId}", "--progress", "off", "--ansi", "off", "--explicit", options.Soak ? "on" : "off",
        ];
        foreach (var argument in fixedArguments)
        {
            yield return argument;
        }
        if (options.Filter is not null)
        {
            yield return "--filter-method";
            yield return $"*{options.Filter}*";
        }
    }

    private static Dictionary<string, string> Variables(TestOptions options) => new()
    {
        ["TESTINGPLATFORM_TELEMETRY_OPTOUT"] = "1",
        ["OMNIBUS_SOAK"] = options.Soak ? "1" : "",
    };
}

/// <summary>What one test program did.</summary>
internal sealed record ProgramResult(string Name, IReadOnlyList<TestResult> Tests, TimeSpan Duration);
