using Microsoft.Extensions.Hosting;
using Omnibus.Commands;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

/// <summary>Transports from folders are looked at as others are.</summary>
public sealed class FolderTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "plugins", "Omnibus.Sqlite");

    [Fact]
    public async Task A_folder_is_shown_with_what_stands_there_and_with_what_speaks_against_it()
    {
        using var patient = new Patient(("Transport", "own"), ("Transports:own:Plugin", s_folder));

        var outcome = await patient.InsideAsync("doctor", "--json");
        var list = await patient.InsideAsync("transports", "--json");

        // The application has a transport of this name itself.
        Assert.Equal(ExitCode.Configuration, outcome.Code);
        Assert.Contains("OMN1208", (string)Assert.Single(outcome.Json["problems"]!.AsArray())!["said"]!, StringComparison.Ordinal);
        var own = outcome.Json["transports"]!.AsArray().Single(transport => (string)transport!["name"]! == "own")!["parts"]!;
        Assert.Equal(($"folder {s_folder}", "Omnibus.Sqlite", "0.1.0"), ((string)own["origin"]!, (string)own["assembly"]!, (string)own["version"]!));
        Assert.Contains(own["dependencies"]!.AsArray(), package => (string)package!["package"]! == "SQLitePCLRaw.core" && (string)package["licence"]! == "Apache-2.0");
        var platforms = own["platforms"]!.AsArray();
        Assert.Equal(8, platforms.Count);
        Assert.All(platforms, platform => Assert.True((bool)platform!["served"]!, platform.ToJsonString()));
        var row = list.Json.AsArray().Single(row => row!["names"]!.AsArray().Any(name => (string)name! == "own"))!;
        Assert.Equal(("sqlite", $"folder {s_folder}"), ((string)row["driver"]!, (string)row["origin"]!));
        Assert.Contains("OMN1208", (string)row["why_not"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_problem_of_its_path()
    {
        using var patient = new Patient(("Transport", "own"), ("Transports:own:Plugin", "nowhere"));

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal(ExitCode.Configuration, outcome.Code);
        var problem = Assert.Single(outcome.Problems);
        Assert.StartsWith("Omnibus:Transports:own:Plugin: there is no folder", problem, StringComparison.Ordinal);
        Assert.Contains("\n  problem   there is no folder", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  conflict", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_was_built_without_the_transport_is_looked_at_as_it_is()
    {
        using var patient = new Patient(("Transport", "sqlite"), ("Transports:sqlite:Plugin", s_folder)) { Bus = static builder => builder.AddOmnibusCore().AddPlugins() };

        var outcome = await patient.InsideAsync("doctor");
        var list = await patient.InsideAsync("transports", "--json");
        var wire = await patient.InsideAsync("wire", "encode", "--format", "redis", "--type", "test.counted.v1", "--data", "{}");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        Assert.Contains($"Omnibus.Sqlite 0.1.0, folder {s_folder}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("yes: sqlite 3.", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("The configured bus would work.\n", outcome.Output, StringComparison.Ordinal);
        var row = Assert.Single(list.Json.AsArray())!;
        Assert.Equal(("sqlite", $"folder {s_folder}"), ((string)row["driver"]!, (string)row["origin"]!));
        Assert.Equal(
            (ExitCode.Usage, "omnibus: --format redis: this application has no transport 'redis'. Use the tool outside of it, which has every one.\n"), (wire.Code, wire.Error));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_folder_does_not_say_of_its_packages_is_unknown_and_the_contract_is_none_of_them(bool written)
    {
        var copy = Directory.CreateTempSubdirectory("omnibus-folder-").FullName;
        try
        {
            File.Copy(Path.Combine(s_folder, "Omnibus.Sqlite.dll"), Path.Combine(copy, "Omnibus.Sqlite.dll"));
            if (written)
            {
                // As NuGet has it for a transport that is built elsewhere.
                File.WriteAllText(Path.Combine(copy, "Omnibus.Sqlite.deps.json"), """{ "libraries": { "Omnibus.Drivers/0.1.0": { "type": "package" }, "Wing/1.2.3": { "type": "package" } } }""");
            }

            using var patient = new Patient(("Transport", "memory"), ("Transports:own:Plugin", copy));
            var outcome = await patient.InsideAsync("doctor");

            Assert.Equal(ExitCode.Done, outcome.Code);
            Assert.Contains(
                $"Omnibus.Sqlite 0.1.0, folder {copy}\n  needs     {(written ? "Wing 1.2.3 (unknown)" : "unknown: the build wrote down no dependencies (.deps.json)")}\n  problem   {copy} lacks ",
                outcome.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
