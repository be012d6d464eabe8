namespace Omnibus.Core.Tests.Coordination.Simulation;

/// <summary>The coordinator itself, with its tasks, against whatever may happen to it.</summary>
public sealed class LeaseSimulationTests
{
    [Fact]
    public async Task Whatever_happens_nobody_delivers_what_is_not_its_own_and_in_the_end_all_is_shared_fairly()
    {
        foreach (var seed in Seeds.Take(20, whenSoaking: 1000))
        {
            var simulation = new LeaseSimulation(seed);
            try
            {
                await simulation.RunAsync();
                await simulation.DisposeAsync();
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed} (OMNIBUS_TEST_SEED): {exception}");
            }
        }
    }
}
