namespace Omnibus.OpenTelemetry.Tests;

/// <summary>Waits for a condition, and fails where it does not come to hold.</summary>
internal static class Until
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_most);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"{what} did not come.");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
