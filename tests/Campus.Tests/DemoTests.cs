using Campus.Demo;
using Omnibus.Brokers;

namespace Campus.Tests;

public sealed class DemoTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    [InlineData("kafka")]
    public async Task Every_service_handles_what_was_published_for_it(string transport)
    {
        var missing = transport switch
        {
            "redis" => await RedisServer.FindMissingAsync(cancellationToken: TestContext.Current.CancellationToken),
            "kafka" => await KafkaCluster.FindMissingAsync(cancellationToken: TestContext.Current.CancellationToken),
            _ => null,
        };
        if (missing is not null)
        {
            throw new BrokerMissingException(missing);
        }

        var output = new StringWriter();
        var run = new DemoRun(new DemoOptions { Transport = transport, Events = 1000 }, output);
        var code = await run.RunAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("1000 events of 6 types are published.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Every service has handled what was published for it", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Everything is stopped.", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_mailer_goes_on_where_it_stopped_and_a_poisoned_event_becomes_a_dead_letter()
    {
        await using var demo = await StayingDemo.StartAsync(TestContext.Current.CancellationToken);
        var before = demo.Last.Services[0];
        await demo.PressAsync("kill");
        await demo.PressAsync("publish");
        await demo.WaitAsync(picture => picture.Services is [{ Running: false, Lag: > 0 }, { Running: true } reports] && reports.Handled == reports.Expected);
        Assert.Equal(before.Handled, demo.Last.Services[0].Handled);
        await demo.PressAsync("restart");
        await demo.WaitAsync(picture => picture.Services.All(service => service.Running && service.Handled == service.Expected && service.Lag == 0));
        Assert.True(demo.Last.Services[0].Handled > before.Handled);

        await demo.PressAsync("poison");
        await demo.WaitAsync(picture => picture.Services is [{ DeadLetters: 1 }, { DeadLetters: 0 }] && picture.Services.All(service => service.Lag == 0));
        Assert.All(demo.Last.Services, service => Assert.Equal(service.Expected, service.Handled + service.DeadLetters));
        Assert.Equal(ExitCodes.Done, await demo.StopAsync());
    }

    [Fact]
    public async Task The_page_answers_nobody_but_itself()
    {
        await using var demo = await StayingDemo.StartAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<title>Omnibus: the campus</title>", await demo.Http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var withoutHeader = await demo.Http.PostAsync("/kill", null, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, withoutHeader.StatusCode);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };
        using var refused = await demo.Http.SendAsync(elsewhere, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.True(demo.Last.Services[0].Running);
        Assert.Equal(ExitCodes.Done, await demo.StopAsync());
    }

    [Theory]
    [InlineData("--transport mail", "--transport mail: it is one of sqlite, redis, kafka.")]
    [InlineData("--events 3", "'3' is not a number from 100 to 1000000.")]
    [InlineData("--events", "--events needs a value. --help lists the options.")]
    [InlineData("--now", "'--now' is not an option. --help lists them.")]
    public void An_option_that_cannot_be_understood_is_named(string arguments, string message)
    {
        var exception = Assert.Throws<DemoException>(() => DemoOptions.Parse(arguments.Split(' ')));
        Assert.Equal(message, exception.Message);
        Assert.Equal(ExitCodes.Usage, exception.ExitCode);
    }
}
