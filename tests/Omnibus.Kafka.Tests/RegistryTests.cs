using Omnibus.Brokers;
using Omnibus.Conformance;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>Kafka with a schema registry keeps what every schema store promises.</summary>
public sealed class RegistryTests(RegistryHarness harness) : IClassFixture<RegistryHarness>
{
    public static TheoryData<string> Promises => [.. ConformanceSuite.Cases.Where(promise => promise.Family == "Schemas").Select(promise => promise.Name)];

    [Theory]
    [MemberData(nameof(Promises))]
    public async Task Keeps(string promise)
    {
        await harness.GetAsync();
        await ConformanceSuite.Cases.Single(one => one.Name == promise).RunAsync(harness, 1, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_schema_that_the_registry_refuses_is_an_invalid_argument()
    {
        await harness.GetAsync();
        await using var transport = harness.Open();
        const string Hyphen = """{"fields": [], "name": "CloudEvent", "namespace": "org.re-versed.v1", "type": "record"}""";
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await ((ISchemaStore)transport).RegisterAsync(
            new SchemaRegistration("refused", SchemaRole.Value, "org.re-versed.v1.CloudEvent", Hyphen, "ni:"), TestContext.Current.CancellationToken));
        Assert.Equal(FaultCode.InvalidArgument, transport.Classify(failure));
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_unavailable()
    {
        await harness.GetAsync();
        await using var transport = harness.Open(("SchemaRegistry:Url", "http://127.0.0.1:1"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(
            async () => await ((ISchemaStore)transport).GetAsync(new SchemaMark(1, null), TestContext.Current.CancellationToken));
        Assert.Equal(FaultCode.Unavailable, transport.Classify(failure));
    }

    [Theory]
    [InlineData("ftp://registry", "SchemaRegistry:Url")]
    [InlineData("registry:8081", "SchemaRegistry:Url")]
    public void An_address_that_is_none_is_refused_by_its_path(string url, string path)
    {
        var failure = Assert.Throws<SettingException>(() => RegistryHarness.Make(("BootstrapServers", "127.0.0.1:1"), ("SchemaRegistry:Url", url)));
        Assert.EndsWith(path, failure.Path, StringComparison.Ordinal);
    }
}

/// <summary>A Kafka with a registry.</summary>
public sealed class RegistryHarness : ITransportHarness
{
    private readonly Lazy<Task<KafkaCluster>> _cluster = new(() => KafkaCluster.StartAsync(new KafkaClusterOptions { Registry = true }));

    public ITransportFactory Factory { get; } = new KafkaFactory();

    public IReadOnlyDictionary<string, string?> Settings { get; private set; } = new Dictionary<string, string?>();

    public static ITransport Make(params (string Name, string Value)[] settings) => new KafkaFactory().Create(
        new TransportSettings("kafka", "Omnibus:Transports:kafka", settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))),
        new TransportHost { TimeProvider = TimeProvider.System, Notices = new Notices(), Service = "tests", Instance = $"tests-{Guid.NewGuid():N}" });

    public async Task GetAsync()
    {
        var cluster = await _cluster.Value.WaitAsync(TestContext.Current.CancellationToken);
        Settings = new Dictionary<string, string?> { ["BootstrapServers"] = cluster.BootstrapServers, ["SchemaRegistry:Url"] = cluster.RegistryUrl };
    }

    public ITransport Open(params (string Name, string Value)[] other) =>
        Make([.. Settings.Select(setting => (setting.Key, setting.Value!)).Where(setting => other.All(one => one.Name != setting.Key)), .. other]);

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && _cluster.Value.IsCompletedSuccessfully)
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
