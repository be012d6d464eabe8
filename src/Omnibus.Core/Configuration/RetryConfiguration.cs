namespace Omnibus.Configuration;

/// <summary>Tries in place.</summary>
internal sealed record RetryConfiguration
{
    public int Attempts { get; init; } = Defaults.Attempts;

    public TimeSpan FirstDelay { get; init; } = Defaults.FirstDelay;

    public TimeSpan MaxDelay { get; init; } = Defaults.MaxDelay;

    /// <summary>The longest wait after a failed attempt, which counts from 1: doubled each time, up to <see cref="MaxDelay"/>. Jitter may only shorten it.</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var delay = FirstDelay;
        for (var doubled = 1; doubled < attempt && delay < MaxDelay; doubled++)
        {
            delay *= 2;
        }

        return delay < MaxDelay ? delay : MaxDelay;
    }

    /// <summary>What all waits of one delivery add up to at most.</summary>
    public TimeSpan DelaySum()
    {
        var sum = TimeSpan.Zero;
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            sum += DelayAfter(attempt);
        }

        return sum;
    }
}
