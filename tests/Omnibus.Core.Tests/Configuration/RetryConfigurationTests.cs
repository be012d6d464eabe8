using Omnibus.Configuration;

namespace Omnibus.Tests.Configuration;

public sealed class RetryConfigurationTests
{
    [Fact]
    public void Delays_double_up_to_the_longest()
    {
        var retry = new RetryConfiguration();
        Assert.Equal(
            [100, 200, 400, 800, 1600, 3200, 5000, 5000],
            Enumerable.Range(1, 8).Select(attempt => (int)retry.DelayAfter(attempt).TotalMilliseconds));
    }

    [Fact]
    public void The_delays_of_a_delivery_lie_between_its_attempts() =>
        Assert.Equal(TimeSpan.FromMilliseconds(1500), new RetryConfiguration { Attempts = 5 }.DelaySum());

    [Fact]
    public void A_single_attempt_waits_for_nothing() => Assert.Equal(TimeSpan.Zero, new RetryConfiguration { Attempts = 1 }.DelaySum());
}
