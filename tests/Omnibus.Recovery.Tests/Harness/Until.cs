using System.Diagnostics;

namespace Omnibus.Recovery.Tests.Harness;

/// <summary>Waits on what services do in their own time: there is no event to wait for, so it looks again and again, within a bound.</summary>
internal static class Until
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(40);

    public static Task HoldsAsync(Func<bool> condition, Func<string> state) => HoldsAsync(() => Task.FromResult(condition()), state);

    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> state)
    {
        var started = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > s_most)
            {
                Assert.Fail($"Waited for {s_most}: {state()}.");
            }

            await look.WaitForNextTickAsync();
        }
    }
}
