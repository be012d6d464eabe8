using System.Diagnostics;

namespace Omnibus.Processes.Tests;

/// <summary>Waits on what another process does: there is no event to wait for, so it looks again and again.</summary>
internal static class Until
{
    public static async Task HoldsAsync(Func<bool> condition, TimeSpan most, Func<string> state)
    {
        var started = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > most)
            {
                Assert.Fail($"Waited for {most}: {state()}.");
            }

            await look.WaitForNextTickAsync();
        }
    }
}
