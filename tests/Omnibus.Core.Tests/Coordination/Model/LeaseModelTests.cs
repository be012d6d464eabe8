using Xunit.Sdk;

namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>The decisions of members, explored: acquiring, renewing, expiring, freezing, releasing, crashing and restarting in any order.</summary>
public sealed class LeaseModelTests(ITestOutputHelper output)
{
    // Of so many worlds one is seen to come to rest: that takes as long as a thousand steps.
    private const int RestEvery = 100;

    [Theory]
    [InlineData("x x", 2, false, 9)]
    [InlineData("x x", 2, true, 9)]
    [InlineData("x xy", 1, false, 9)]
    [InlineData("x x x", 1, false, 8)]
    public void In_every_order_of_the_first_steps_the_promises_hold(string topics, int partitions, bool stable, int depth)
    {
        var start = ModelWorld.Create(Flaw.None, partitions, stable, topics.Split(' '));
        Explore(start, depth);
    }

    [Theory]
    [InlineData("x x", 2, false, 8)]
    [InlineData("x x", 2, true, 8)]
    [InlineData("x xy", 2, false, 7)]
    [InlineData("x x x", 4, false, 5)]
    public void In_every_order_of_steps_from_a_group_at_rest_the_promises_hold(string topics, int partitions, bool stable, int depth)
    {
        var start = Exploration.AtRest(ModelWorld.Create(Flaw.None, partitions, stable, topics.Split(' ')));
        Explore(start, depth);
    }

    [Theory]
    [InlineData("x x", 2, 8)]
    [InlineData("x x", 3, 7)]
    [InlineData("xy x", 2, 7)]
    public void In_every_order_of_steps_while_a_second_member_takes_its_half_the_promises_hold(string topics, int partitions, int depth)
    {
        var alone = ModelWorld.Create(Flaw.None, partitions, stable: false, topics.Split(' ')).Apply(new ModelStep(StepKind.Crash, 1));
        var arrived = new[] { StepKind.Restart, StepKind.List, StepKind.Plan, StepKind.Claim, StepKind.Answer }
            .Aggregate(Exploration.AtRest(alone), static (world, kind) => world.Apply(new ModelStep(kind, 1)));
        Explore(arrived, depth);
    }

    [Theory]
    [InlineData("x x", 3, false)]
    [InlineData("x x", 4, true)]
    [InlineData("x xy", 2, false)]
    [InlineData("xy x y", 2, true)]
    [InlineData("x x x", 4, false)]
    [InlineData("x x x", 2, true)]
    public void On_long_ways_at_random_the_promises_hold(string topics, int partitions, bool stable)
    {
        foreach (var seed in Seeds.Take(12, whenSoaking: 500))
        {
            try
            {
                Exploration.AtRandom(ModelWorld.Create(Flaw.None, partitions, stable, topics.Split(' ')), seed, steps: 600);
            }
            catch (ModelViolation violation)
            {
                throw new XunitException($"Seed {seed} (OMNIBUS_TEST_SEED): {violation.Message}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_is_found(Flaw flaw)
    {
        var violation = Assert.Throws<ModelViolation>(() =>
        {
            for (var seed = 1; seed <= 200; seed++)
            {
                Exploration.AtRandom(ModelWorld.Create(flaw, 2, stable: seed % 2 == 0, "x", "x"), seed, steps: 300);
            }
        });
        output.WriteLine(violation.Message);
    }

    public static TheoryData<Flaw> Flaws() => [.. Enum.GetValues<Flaw>().Where(static flaw => flaw != Flaw.None)];

    private void Explore(ModelWorld start, int depth)
    {
        var steps = Seeds.IsSoak ? depth + 1 : depth;
        output.WriteLine($"{Exploration.Everything(start, steps, RestEvery)} different worlds within {steps} steps.");
    }
}
