using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

public sealed class HealthyTests(SharedRedis redis)
{
    private static readonly string[] s_eight = ["linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"];

    [Fact]
    public async Task A_bus_that_would_work_is_said_to_work_with_all_that_it_is_made_of()
    {
        using var patient = new Patient(("Transport", "sqlite"));

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        Assert.Contains("Omnibus.Sqlite 0.1.0, in tree", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.Data.Sqlite.Core 10.0.11 (MIT)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"there for {string.Join(", ", s_eight)}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("yes: sqlite 3.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("a group in the order of partitions, for consumer 'counter': the bus shares out partitions", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("The configured bus would work.\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_transports_are_told_as_json_also_those_that_nobody_uses()
    {
        using var patient = new Patient(
            ("Transport", "near"), ("Transports:near:Driver", "redis"), ("Transports:near:Url", (await redis.GetAsync(TestContext.Current.CancellationToken)).Url),
            ("Transports:far:Driver", "kafka"), ("Transports:far:BootstrapServers", "localhost:1"), ("Consume:counter:Transport", "memory"));

        var outcome = await patient.InsideAsync("doctor", "--json");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        var transports = outcome.Json["transports"]!.AsArray().ToDictionary(transport => (string)transport!["name"]!, transport => transport!);
        Assert.Equal(["far", "memory", "near", "sqlite"], transports.Keys.Order());
        Assert.Equal((false, true, true), ((bool)transports["far"]["used"]!, (bool)transports["near"]["used"]!, (bool)transports["memory"]["used"]!));
        Assert.StartsWith("redis 7", (string)transports["near"]["connection"]!["server"]!, StringComparison.Ordinal);
        Assert.Contains(transports["near"]["parts"]!["dependencies"]!.AsArray(), package => (string)package!["package"]! == "StackExchange.Redis" && (string)package["licence"]! == "MIT");
        Assert.Empty(transports["near"]["parts"]!["platforms"]!.AsArray());
        Assert.Equal(
            new Dictionary<string, bool>
            {
                ["linux-x64"] = true, ["linux-arm64"] = true, ["linux-musl-x64"] = true, ["linux-musl-arm64"] = true,
                ["osx-x64"] = true, ["osx-arm64"] = true, ["win-x64"] = true, ["win-arm64"] = false,
            },
            transports["far"]["parts"]!["platforms"]!.AsArray().ToDictionary(platform => (string)platform!["rid"]!, platform => (bool)platform!["served"]!));
    }

    [Fact]
    public async Task A_platform_that_is_asked_for_and_not_served_is_a_problem()
    {
        using var patient = new Patient(("Transport", "kafka"), ("Transports:kafka:BootstrapServers", "localhost:1"));

        var outcome = await patient.InsideAsync("doctor", "--rid", "win-arm64", "--rid", "linux-x64");

        Assert.NotEqual(ExitCode.Done, outcome.Code);
        Assert.Contains(outcome.Problems, problem => problem.StartsWith("Omnibus:Transports:kafka: 'kafka' does not run on win-arm64: librdkafka.redist has no file for it.", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Problems, problem => problem.Contains("linux-x64", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beside_an_application_it_says_what_only_the_application_knows()
    {
        using var patient = new Patient(("Transport", "memory"), ("Consume:counter:Topics:0", "counted"));

        var outcome = await patient.BesideAsync("doctor");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        Assert.Contains("only the application knows them", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_that_is_switched_off_is_no_problem()
    {
        using var patient = new Patient(("Transport", "none"));

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        Assert.Contains("the bus is switched off", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transports_lists_every_driver_with_its_origin_version_and_facts()
    {
        using var patient = new Patient(("Transport", "near"), ("Transports:near:Driver", "redis"), ("Transports:near:Url", "redis://localhost:1"));

        var outcome = await patient.InsideAsync("transports", "--json");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        var rows = outcome.Json.AsArray().ToDictionary(row => (string)row!["driver"]!, row => row!);
        Assert.Equal(["kafka", "memory", "redis", "sqlite"], rows.Keys.Order());
        Assert.All(rows.Values, row => Assert.Equal(("in tree", "0.1.0", null), ((string)row["origin"]!, (string)row["version"]!, (string?)row["why_not"])));
        Assert.Equal(["near"], rows["redis"]["names"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(("Leases, Shared", true, 1), ((string)rows["redis"]["coordination"]!, (bool)rows["redis"]["durable"]!, (int)rows["redis"]["default_partitions"]!));
    }
}
