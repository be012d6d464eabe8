namespace Omnibus.Configuration;

/// <summary>Reads <c>Retry</c> of a consumer.</summary>
internal static class RetryReader
{
    private const string FirstDelay = "Retry:FirstDelay";
    private const string MaxDelay = "Retry:MaxDelay";

    public static RetryConfiguration Read(OptionReader consumer)
    {
        var retry = new RetryConfiguration
        {
            Attempts = consumer.Integer("Retry:Attempts", 1, Defaults.MostAttempts) ?? Defaults.Attempts,
            FirstDelay = consumer.Duration(FirstDelay) ?? Defaults.FirstDelay,
            MaxDelay = consumer.Duration(MaxDelay) ?? Defaults.MaxDelay,
        };
        if (retry.FirstDelay > retry.MaxDelay)
        {
            consumer.Problem(FirstDelay, $"{retry.FirstDelay} is more than MaxDelay, which is {retry.MaxDelay}. Lower it or raise MaxDelay.");
        }
        else if (retry.DelaySum() is var sum && sum > Defaults.MaxDelaySum)
        {
            consumer.Problem(
                "Retry",
                $"the delays between {retry.Attempts} attempts add up to {sum}, and a partition must not stand still for more than "
                + $"{Defaults.MaxDelaySum}. Lower Attempts, FirstDelay or MaxDelay.");
        }

        return retry;
    }
}
