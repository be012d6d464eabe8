using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed class ArrowTests
{
    [Fact]
    public void References_between_projects_follow_the_drawing()
        => Verdict.Clean(Arrows.FindWrong(ProjectFile.All, Arrows.Transports()));

    [Theory]
    [InlineData("src", "Omnibus.Drivers", "Omnibus.Core", null, "sees Omnibus.Core")]
    [InlineData("src", "Omnibus.Drivers", null, "Newtonsoft.Json", "depends on Newtonsoft.Json")]
    [InlineData("src", "Omnibus.Pigeon", "Omnibus.Core", null, "sees Omnibus.Core")]
    [InlineData("src", "Omnibus.Pigeon", "Omnibus.Memory", null, "sees Omnibus.Memory")]
    [InlineData("src", "Omnibus.Core", "Omnibus.Memory", null, "sees Omnibus.Memory")]
    [InlineData("src", "Omnibus.Core", null, "Spectre.Console", "only Omnibus.Commands")]
    [InlineData("src", "Omnibus.Cli", null, "System.CommandLine", "only Omnibus.Commands")]
    [InlineData("src", "Omnibus.Testing", "Omnibus.Commands", null, "only Omnibus.Cli and applications")]
    [InlineData("benchmarks", "Omnibus.Bench", "Omnibus.Commands", null, "only Omnibus.Cli and applications")]
    [InlineData("src", "Omnibus.Surprise", null, null, "not in the drawing")]
    public void A_wrong_arrow_is_seen(string area, string name, string? project, string? package, string said)
    {
        var file = new ProjectFile($"{area}/{name}/{name}.csproj", project is null ? [] : [project], package is null ? [] : [package]);
        Assert.Contains(Arrows.FindWrong([file], new HashSet<string> { "Omnibus.Pigeon", "Omnibus.Memory" }), wrong => wrong.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void The_transports_of_the_tree_are_recognized()
        => Assert.Contains("Omnibus.Memory", Arrows.Transports());
}
