using System.Diagnostics;
using Campus.Demo;
using Campus.Demo.Running;

namespace Campus.Tests;

/// <summary>A service answers the tool's verbs itself, with its own configuration and events.</summary>
public sealed class ApplicationVerbTests : CampusOnSqlite
{
    [Fact]
    public async Task A_service_publishes_and_lists_without_starting()
    {
        const string Student = """{"student":{"number":"M1","name":"Ada","email":null},"programme":"Mathematics","address":null,"languages":[],"full_time":true,"registered_at":"2026-03-02T08:00:00Z"}""";
        var published = await RunAsync("publish", "--type", "edu.campus.student.registered.v1", "--data", Student);
        Assert.True(published.Code == ExitCodes.Done, published.Error);
        var topics = await RunAsync("topics");
        Assert.Contains("students", topics.Output, StringComparison.Ordinal);
        var refused = await RunAsync("publish", "--type", "edu.campus.student.registerd.v1", "--data", "{}");
        Assert.Contains("edu.campus.student.registered.v1", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCodes.Done, refused.Code);
    }

    [Fact]
    public async Task A_running_service_says_how_it_is_through_its_file_and_a_killed_one_does_not()
    {
        var file = Path.Combine(Folder, "health");
        var environment = new Dictionary<string, string>(Broker.Environment) { ["Omnibus__HealthFile"] = file };
        Assert.StartsWith($"{file} is not there", (await RunAsync(environment, "health")).Output, StringComparison.Ordinal);
        await using var mailer = await ServiceProcess.StartAsync("mailer", environment, Stop);
        (int Code, string Output, string Error) report;
        do
        {
            report = await RunAsync(environment, "health");
        }
        while (report.Code != ExitCodes.Done);

        Assert.Equal("healthy", report.Output.Trim());
        await mailer.KillAsync();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Stop)).Replace("\"time\":\"2", "\"time\":\"1", StringComparison.Ordinal), Stop);
        report = await RunAsync(environment, "health", "--live");
        Assert.Contains("the application hangs, or was killed", report.Output, StringComparison.Ordinal);
        Assert.NotEqual(ExitCodes.Done, report.Code);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] verb) => RunAsync(Broker.Environment, verb);

    private static async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] verb)
    {
        using var process = Process.Start(ServiceProcess.StartOf("mailer", environment, ["omnibus", .. verb]))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var error = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output, await error);
    }
}
