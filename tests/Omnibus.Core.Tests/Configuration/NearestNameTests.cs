using Omnibus.Configuration;

namespace Omnibus.Tests.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("Concurency", "Concurrency")]
    [InlineData("bootstrap", "BootstrapServers")]
    [InlineData("topic", "Topics")]
    [InlineData("Colour", null)]
    [InlineData("Ur", "Url")]
    [InlineData("Ulr", "Url")]
    public void A_slip_of_the_pen_is_recognised(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.To(name, ["Url", "Topics", "Concurrency", "BootstrapServers"]));
}
