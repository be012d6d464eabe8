namespace Omnibus.Core.Tests.Coordination.Simulation;

/// <summary>The coordinator itself, with its tasks, against whatever may happen to it.</summary>
public sealed class LeaseSimulationTests
{
    // To run a failure again: its seed.
    private static readonly int? s_seed = int.TryParse(Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED"), out var seed) ? seed : null;

    private static readonly int s_runs = s_seed is not null ? 1 : Environment.GetEnvironmentVariable("OMNIBUS_SOAK") is "1" ? 1000 : 20;

    [Fact]
    public async Task Whatever_happens_nobody_delivers_what_is_not_its_own_and_in_the_end_all_is_shared_fairly()
    {
        for (var run = 0; run < s_runs; run++)
        {
            var seed = s_seed ?? Random.Shared.Next();
            var simulation = new LeaseSimulation(seed);
            try
            {
                await simulation.RunAsync();
                await simulation.DisposeAsync();
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, run {run}: {exception}");
            }
        }
    }
}
