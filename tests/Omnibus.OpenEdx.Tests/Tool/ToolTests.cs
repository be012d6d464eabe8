using System.Text.Json.Nodes;
using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.OpenEdx.Tests.Shared;

namespace Omnibus.OpenEdx.Tests.Tool;

/// <summary>The tool knows the events of Open edX without being told: each is published from JSON and comes back the same.</summary>
public sealed class ToolTests(SharedRedis redis, SharedKafka kafka) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-openedx-").FullName;
    private readonly string _prefix = $"t{Guid.NewGuid():N}"[..10];

    [Fact]
    public Task Every_event_goes_through_SQLite() => RoundTripAsync("sqlite", $"Transports:sqlite:Path={Path.Combine(_folder, "bus.db")}");

    [Fact]
    public async Task Every_event_goes_through_Redis() =>
        await RoundTripAsync("redis", $"Transports:redis:Url={(await redis.GetAsync(TestContext.Current.CancellationToken)).Url}");

    [Fact]
    public async Task Every_event_goes_through_Kafka() =>
        await RoundTripAsync("kafka", $"Transports:kafka:BootstrapServers={(await kafka.GetAsync(TestContext.Current.CancellationToken)).BootstrapServers}");

    [Fact]
    public async Task Every_event_that_a_schema_registry_accepts_goes_through_Kafka_with_it_and_the_others_are_named()
    {
        await using var cluster = await KafkaCluster.StartAsync(new KafkaClusterOptions { Registry = true }, TestContext.Current.CancellationToken);
        var refused = Definitions.Travelling.Where(definition => definition.Type.Contains('-', StringComparison.Ordinal)).ToDictionary(
            definition => definition.Type, definition => new SampleMaker(full: true).Make(definition));
        string[] bus =
        [
            "--transport", "kafka", "--set", $"Transports:kafka:BootstrapServers={cluster.BootstrapServers}",
            "--set", $"Transports:kafka:SchemaRegistry:Url={cluster.RegistryUrl}",
        ];
        Assert.Single(refused);
        foreach (var (type, data) in refused)
        {
            var outcome = await RunAsync(["publish", "--type", type, "--data", data, .. bus]);
            Assert.NotEqual(ExitCode.Done, outcome.Code);
            Assert.Contains(type, outcome.Error, StringComparison.Ordinal);
        }

        await RoundTripAsync(bus, Definitions.Travelling.Where(definition => !refused.ContainsKey(definition.Type)));
    }

    [Fact]
    public async Task An_event_that_never_leaves_the_process_is_refused()
    {
        var type = Definitions.All.First(definition => definition.InProcessOnly).Type;
        var outcome = await RunAsync("publish", "--type", type, "--data", "{}", "--transport", "memory");
        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("in-process only", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_in_the_name_of_an_event_is_seen()
    {
        var outcome = await RunAsync("publish", "--type", "org.openedx.learning.auth.session.login.complted.v1", "--data", "{}", "--transport", "memory");
        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("Did you mean 'org.openedx.learning.auth.session.login.completed.v1'?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_somebody_else_goes_as_the_JSON_that_it_is() =>
        Assert.Equal(0, (await RunAsync("publish", "--type", "edu.campus.bell.v1", "--data", "{\"rings\":3}", "--transport", "memory")).Code);

    [Fact]
    public async Task Data_that_is_not_the_event_is_refused_with_the_field()
    {
        var outcome = await RunAsync(
            "publish", "--type", "org.openedx.content_authoring.course.created.v1", "--data", "{\"course\":{\"course_key\":\"no key\"}}", "--transport", "memory");
        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("course.course_key", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task RoundTripAsync(string transport, string setting) =>
        RoundTripAsync(["--transport", transport, "--set", setting, "--set", $"TopicPrefix={_prefix}"], Definitions.Travelling);

    private static async Task RoundTripAsync(string[] bus, IEnumerable<EventDefinition> definitions)
    {
        var sent = definitions.ToDictionary(definition => definition.Type, definition => new SampleMaker(full: true).Make(definition));
        await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (@event, _) =>
        {
            var outcome = await RunAsync(["publish", "--type", @event.Key, "--data", @event.Value, .. bus]);
            Assert.True(outcome.Code == 0, $"{@event.Key}: {outcome.Error}");
        });

        var topics = sent.Keys.Select(type => Definitions.Of(type).Topic!).Distinct().SelectMany(topic => (string[])["--topic", topic]);
        var consumed = await RunAsync(["consume", "--group", "all", "--count", $"{sent.Count}", "--timeout", "100", .. topics, .. bus]);

        Assert.True(consumed.Code == 0, consumed.Error);
        var lines = consumed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(sent.Keys.Order(StringComparer.Ordinal), lines.Select(line => (string)line["type"]!).Order(StringComparer.Ordinal));
        Assert.All(lines, line =>
        {
            var definition = Definitions.Of((string)line["type"]!);
            SameJson.Assert(sent[definition.Type], line["data"]!.ToJsonString());
            Assert.Equal(definition.Topic, (string?)line["topic"]);
            Assert.Equal(definition.Key is null ? null : At(line["data"]!, definition.Key), (string?)line["partitionkey"]);
        });
    }

    private static string At(JsonNode data, string path) => path.Split('.').Aggregate(data, (node, name) => node[name]!).GetValue<string>();

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var code = await OmnibusTool.RunAsync(args, [new OpenEdxEventCatalogue()], output, error, new StringReader(""), limit.Token);
        return (code, output.ToString(), error.ToString());
    }
}
