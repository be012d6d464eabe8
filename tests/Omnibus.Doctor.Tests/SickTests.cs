using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

/// <summary>What keeps a bus from working is one line with the right cause, and the exit code says so.</summary>
public sealed class SickTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Redis_that_was_stopped()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { NeedsControl = true }, Stop);
        using var patient = new Patient(("Transport", "redis"), ("Transports:redis:Url", server.Url));
        Assert.Equal(ExitCode.Done, (await patient.InsideAsync("doctor")).Code);
        await server.KillAsync();

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal(ExitCode.Unavailable, outcome.Code);
        var problem = Assert.Single(outcome.Problems);
        Assert.StartsWith($"Omnibus:Transports:redis: no broker answers at {server.Address}. Start it, or correct the address", problem, StringComparison.Ordinal);
        Assert.EndsWith("(Unavailable, OMN1003)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_which_is_not_shown()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Settings = { ["requirepass"] = "right-secret" } }, Stop);
        using var patient = new Patient(("Transport", "redis"), ("Transports:redis:Url", server.Url), ("Transports:redis:Password", "wrong-secret"));

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal(ExitCode.Configuration, outcome.Code);
        var problem = Assert.Single(outcome.Problems);
        Assert.StartsWith($"Omnibus:Transports:redis: the broker at {server.Address} does not accept the user or the password.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_path_that_is_not_in_the_event()
    {
        using var patient = new Patient(("Transport", "sqlite"), ("Publish:counts:Event", "test.counted.v1"), ("Publish:counts:Key", "kay"));

        foreach (var outcome in (Outcome[])[await patient.InsideAsync("doctor"), await patient.BesideAsync("doctor")])
        {
            Assert.Equal(ExitCode.Configuration, outcome.Code);
            var problem = Assert.Single(outcome.Problems);
            Assert.StartsWith("Omnibus:Publish:counts:Key: 'kay' is not a path in 'test.counted.v1'. ", problem, StringComparison.Ordinal);
            Assert.Contains("yes: sqlite", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_topic_that_is_not_there_and_one_with_other_partitions()
    {
        using var patient = new Patient(("Transport", "sqlite"), ("Topics:counted:Partitions", "3"));
        Assert.Equal(ExitCode.Done, (await patient.BesideAsync("publish", "--type", "test.counted.v1", "--data", """{"key":"k","number":1}""")).Code);
        using var other = new Patient(
            ("Transport", "sqlite"), ("Transports:sqlite:Path", patient.File), ("Topics:counted:Partitions", "4"), ("Topics:absent:Create", "false"),
            ("Consume:counter:Topics:0", "counted"), ("Consume:counter:Topics:1", "absent"));

        var outcome = await other.InsideAsync("doctor");

        Assert.Equal(ExitCode.Configuration, outcome.Code);
        Assert.Equal(
            ["Omnibus:Topics:counted:Partitions is 4, but topic 'counted' has 3.", "Topic 'absent' does not exist and Omnibus:Topics:absent:Create is false."],
            outcome.Problems.Select(problem => problem[..(problem.IndexOf(". ", StringComparison.Ordinal) + 1)]).Order());
    }

    [Fact]
    public async Task A_driver_that_is_not_installed()
    {
        using var patient = new Patient(("Transport", "main"), ("Transports:main:Driver", "rediss"));

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal(ExitCode.Configuration, outcome.Code);
        Assert.StartsWith("Omnibus:Transports:main:Driver: 'rediss' is not installed. Did you mean 'redis'?", Assert.Single(outcome.Problems), StringComparison.Ordinal);
    }
}
