using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>The generator runs at every key stroke in an editor: what an edit does not touch must not be generated again.</summary>
public sealed class CachingTests
{
    private const string Event = """
        namespace Sample;

        [Event("org.example.placed.v1", Key = "order.number")]
        public sealed partial record Placed(Order Order);

        public sealed record Order(string Number, long Cents);
        """;

    private static readonly string[] s_steps = ["Events", "Records", "Catalogue"];

    [Theory]
    [InlineData("public sealed class Other { public int Number = 1; }")]
    [InlineData("namespace Sample; public sealed record Order2(string Number);")]
    public void An_edit_elsewhere_generates_nothing_again(string edited)
    {
        var before = Compiler.Compile("Sample.Events", Event, "public sealed class Other;");
        var after = before.ReplaceSyntaxTree(before.SyntaxTrees[^1], Compiler.Parse(edited, "Source2.cs"));

        AssertNothingNew(before, after);
    }

    [Fact]
    public void A_comment_or_a_blank_line_above_an_event_generates_nothing_again()
    {
        var before = Compiler.Compile("Sample.Events", Event);
        var after = before.ReplaceSyntaxTree(before.SyntaxTrees[^1], Compiler.Parse("// said\n\n" + Event, "Source.cs"));

        AssertNothingNew(before, after);
    }

    [Fact]
    public void A_change_of_a_record_generates_its_events_again_and_leaves_the_catalogue()
    {
        var before = Compiler.Compile("Sample.Events", Event);
        var after = before.ReplaceSyntaxTree(before.SyntaxTrees[^1], Compiler.Parse(Event.Replace("long Cents", "long Cents, string Note", StringComparison.Ordinal), "Source.cs"));
        var result = RunTwice(before, after);

        Assert.Contains(IncrementalStepRunReason.Modified, Reasons(result, "Events"));
        Assert.Contains(IncrementalStepRunReason.Modified, Reasons(result, "Records"));
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, Reasons(result, "Catalogue"));
        Assert.Contains("string Note", after.SyntaxTrees[^1].ToString(), StringComparison.Ordinal);
        Assert.Contains(result.GeneratedSources, source => source.SourceText.ToString().Contains("value.Note", StringComparison.Ordinal));
    }

    private static void AssertNothingNew(CSharpCompilation before, CSharpCompilation after)
    {
        var result = RunTwice(before, after);
        foreach (var step in s_steps)
        {
            Assert.All(Reasons(result, step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step}: {reason}"));
        }

        Assert.All(
            result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static GeneratorRunResult RunTwice(CSharpCompilation before, CSharpCompilation after)
    {
        var driver = Compiler.Driver().RunGenerators(before, TestContext.Current.CancellationToken);
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);
        return driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
    }

    private static List<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step)
    {
        var reasons = result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason).ToList();
        Assert.NotEmpty(reasons);
        return reasons;
    }
}
