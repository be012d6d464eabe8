using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Commands.Running;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

public sealed class ConfigTests(SharedRedis redis)
{
    [Fact]
    public async Task A_wrong_configuration_is_said_whole_and_a_right_one_is_said_to_be_right()
    {
        await using var place = await Place.CreateAsync("memory", redis);

        var right = await place.ToolAsync("config", "check", "--set", "Consume:mailer:Topics:0=counted", "--set", "Publish:counts:Event=test.counted.v1");
        var wrong = await place.ToolAsync(
            "config", "check", "--set", "Consume:mailer:Orderin=Key", "--set", "Publish:counts:Event=test.countd.v1", "--set", "Topics:counted:Partitions=none");

        Assert.Equal((0, ""), (right.Code, right.Error));
        Assert.Contains("1 routes, 1 consumers, 1 transports", right.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, wrong.Code);
        foreach (var path in (string[])["Omnibus:Consume:mailer:Orderin", "Omnibus:Publish:counts:Event", "Omnibus:Topics:counted:Partitions"])
        {
            Assert.Contains(path, wrong.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_value_has_its_source_and_no_secret_is_shown()
    {
        await using var place = await Place.CreateAsync("memory", redis);

        var outcome = await place.ToolAsync(
            "config", "explain", "--json", "--set", "Transports:far:Driver=redis", "--set", "Transports:far:Url=redis://someone:hidden-1@example.org", "--set", "Transports:far:Password=hidden-2",
            "--set", "Transports:stream:Driver=kafka", "--set", "Transports:stream:BootstrapServers=localhost:1", "--set", "Topics:counted:Create=false", "--set", "Topics:counted:Create=true", "--set", "Transports:stream:Client:sasl.password=hidden-3");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.DoesNotContain("hidden", outcome.Output, StringComparison.Ordinal);
        var rows = outcome.Rows.ToDictionary(row => (string)row!["path"]!, row => ((string)row!["value"]!, (string)row["source"]!));
        Assert.Equal(("***", "the command line"), rows["Omnibus:Transports:far:Password"]);
        Assert.Equal(("***", "the command line"), rows["Omnibus:Transports:far:Url"]);
        Assert.Equal(("true", "the command line"), rows["Omnibus:Topics:counted:Create"]);
        Assert.Equal(("00:00:25", "default"), rows["Omnibus:DrainTimeout"]);
    }

    [Fact]
    public async Task Routes_and_consumers_are_sentences_also_inside_an_application()
    {
        await using var place = await Place.CreateAsync("memory", redis);
        var host = await place.ReadAsync(consumer => consumer.Handle(new Handled()));
        using var output = new StringWriter();

        var code = await OmnibusTool.RunAsync(["config", "explain"], new ApplicationSurroundings(host), new Streams(output, TextWriter.Null, TextReader.Null), TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        Assert.Contains($"Consumer 'reader' reads 'counted' on 'memory' as group '{place.Group}', which begins with the oldest event", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"becomes a dead letter in 'counted.{place.Group}.dead-letter'", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("the application's code", output.ToString(), StringComparison.Ordinal);
    }
}
