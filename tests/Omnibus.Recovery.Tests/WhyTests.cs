using System.Text.Json.Nodes;
using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Commands.Running;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

/// <summary>Plants one cause after the other, and has the tool find it.</summary>
public sealed class WhyTests(SharedRedis redis)
{
    private const string Type = "test.counted.v1";

    public static TheoryData<string> Transports => ["memory", "sqlite", "redis"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Without_a_broker_it_finds_a_slip_in_the_type_no_route_a_route_that_is_off_and_a_bus_that_is_off(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);

        var slip = await WhyAsync(place, "--type", "test.countd.v1");
        var noRoute = await WhyAsync(place, "--type", Type, "--set", "ImplicitRoutes=false");
        var off = await WhyAsync(place, "--type", Type, "--set", $"Publish:counts:Event={Type}", "--set", "Publish:counts:Enabled=false");
        place.Settings["Transport"] = "none";
        var none = await WhyAsync(place, "--type", Type);
        place.Settings["Transport"] = transport;

        Assert.Equal(["UnknownType", "NoRoute", "RouteIsOff", "BusIsOff"], [slip.Cause, noRoute.Cause, off.Cause, none.Cause]);
        Assert.Contains($"'{Type}'", slip.Fix, StringComparison.Ordinal);
        Assert.Contains("Omnibus:Publish:counts", off.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_finds_a_redis_that_is_down()
    {
        await using var place = await Place.CreateAsync("redis", redis);

        var down = await WhyAsync(place, "--type", Type, "--transport", "far", "--set", "Transports:far:Driver=redis", "--set", "Transports:far:Url=redis://127.0.0.1:1", "--set", "Transports:far:CommandTimeout=00:00:01");

        Assert.Equal("BrokerAway", down.Cause);
        Assert.Contains("docs/operations/OMN", down.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_finds_a_file_that_cannot_be_opened()
    {
        await using var place = await Place.CreateAsync("sqlite", redis);

        var down = await WhyAsync(place, "--type", Type, "--transport", "far", "--set", "Transports:far:Driver=sqlite", "--set", $"Transports:far:Path={place.Folder}");

        Assert.Equal("BrokerAway", down.Cause);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task It_finds_what_is_not_stored_what_is_stored_under_another_prefix_and_that_nobody_reads_it(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var never = await WhyAsync(place, "--type", Type, "--id", "of-nobody");
        await place.PublishAsync(0, 3);
        var id = (string)JsonNode.Parse((await place.ToolAsync("capture", "--topic", "counted", "--from", "earliest")).Lines[0])!["id"]!;

        var other = await WhyAsync(place, "--type", Type, "--id", "of-nobody");
        var nobody = await WhyAsync(place, "--type", Type);
        var nogroup = await WhyAsync(place, "--type", Type, "--group", "never");
        var prefix = place.Settings["TopicPrefix"];
        place.Settings["TopicPrefix"] = "elsewhere";
        var elsewhere = await WhyAsync(place, "--type", Type, "--id", id);

        Assert.Equal(["NotStored", "NotStored", "NoGroup", "NoGroup", "OtherPrefix"], [never.Cause, other.Cause, nobody.Cause, nogroup.Cause, elsewhere.Cause]);
        Assert.Contains($"{prefix}-counted", elsewhere.Said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task It_tells_a_group_that_began_later_from_one_that_is_past_the_event(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        await place.PublishAsync(0, 1);
        var handled = new Handled();
        await place.ReadAsync(consumer => consumer.Handle(handled), new KeyValuePair<string, string?>($"Consume:{Place.Reader}:Start", "Latest"));
        string[] section = ["--set", $"Consume:{Place.Reader}:Group={place.Group}"];
        var later = new WhyAnswer("", "", "");
        await Until.HoldsAsync(
            async () => (later = await WhyAsync(place, ["--type", Type, "--group", place.Group, .. section, "--set", $"Consume:{Place.Reader}:Start=Latest"])).Cause is "StartedLater",
            () => later.ToString());
        await place.PublishAsync(1, 1);
        await handled.UntilAsync(1);
        var past = new WhyAnswer("", "", "");
        await Until.HoldsAsync(
            async () => (past = await WhyAsync(place, ["--type", Type, "--group", place.Group, .. section])).Cause is "PositionBeyond", () => past.ToString());

        Assert.Contains("began after the event", later.Said, StringComparison.Ordinal);
        Assert.Contains($"omnibus seek --group {place.Group}", past.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Inside_the_application_it_knows_that_there_is_no_handler(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        var handled = new HandledOther();
        var host = await place.ReadAsync(consumer => consumer.Handle(handled), new KeyValuePair<string, string?>($"Consume:{Place.Reader}:Topics", "others,counted"));
        await place.PublishAsync(0, 1);
        var answer = new WhyAnswer("", "", "");

        await Until.HoldsAsync(
            async () =>
            {
                using var output = new StringWriter();
                await OmnibusTool.RunAsync(["why", "--type", Type, "--group", place.Group, "--json"], new ApplicationSurroundings(host), new Streams(output, TextWriter.Null, TextReader.Null), TestContext.Current.CancellationToken);
                answer = Read(output.ToString());
                return answer.Cause == "NoHandler";
            },
            () => answer.ToString());

        Assert.Contains($"has no handler for '{Type}'", answer.Said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task It_finds_the_dead_letter(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        await place.ReadAsync(consumer => consumer.Handle(new Handled { Fails = static counted => counted.Number == 1 }));
        await place.PublishAsync(0, 2);
        var answer = new WhyAnswer("", "", "");

        await Until.HoldsAsync(async () => (answer = await WhyAsync(place, "--type", Type)).Cause is "DeadLettered" or "PositionBeyond", () => answer.ToString());
        var letters = await place.ToolAsync("dead-letters", "list", "--group", place.Group, "--each", "--json");
        var dead = await WhyAsync(place, "--type", Type, "--id", (string)letters.Rows.Single()!["id"]!);

        Assert.Equal("DeadLettered", dead.Cause);
        Assert.Contains("HandlerFailed Handled", dead.Said, StringComparison.Ordinal);
        Assert.Contains("omnibus dead-letters redrive", dead.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task It_tells_the_event_that_a_member_has_in_hand_from_those_behind_it_and_from_a_group_that_does_not_run(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis, partitions: 1);
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var host = await place.ReadAsync(
            consumer => consumer.Handle<Counted>(async (_, _, _) =>
            {
                begun.TrySetResult();
                await release.Task;
            }),
            new KeyValuePair<string, string?>("Instance", "the-other-process"));
        await place.PublishAsync(0, 3);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var ids = (await place.ToolAsync("capture", "--topic", "counted", "--from", "earliest")).Lines.Select(line => (string)JsonNode.Parse(line)!["id"]!).ToList();

        var first = await WhyAsync(place, "--type", Type, "--id", ids[0], "--group", place.Group);
        var last = await WhyAsync(place, "--type", Type, "--id", ids[2], "--group", place.Group);
        release.SetResult();
        await place.StopAsync(host);
        await place.PublishAsync(3, 1);
        var stopped = await WhyAsync(place, "--type", Type);

        Assert.Equal(["Retrying", "WaitsBehind", "NoMember"], [first.Cause, last.Cause, stopped.Cause]);
        Assert.Contains("the-other-process", first.Said, StringComparison.Ordinal);
        Assert.Contains("the-other-process", last.Said, StringComparison.Ordinal);
        Assert.Contains("2 records come before it", last.Said, StringComparison.Ordinal);
    }

    private static async Task<WhyAnswer> WhyAsync(Place place, params string[] args)
    {
        var outcome = await place.ToolAsync(["why", .. args, "--json"]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return Read(outcome.Output);
    }

    private static WhyAnswer Read(string output)
    {
        var json = JsonNode.Parse(output)!;
        return new((string)json["cause"]!, (string)json["said"]!, (string)json["fix"]!);
    }

    private sealed record WhyAnswer(string Cause, string Said, string Fix);

    private sealed class HandledOther : IEventHandler<Other>
    {
        public ValueTask HandleAsync(Other other, EventContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
