using System.Net;
using System.Net.Sockets;
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

    [Fact]
    public async Task Where_nobody_may_register_a_schema_that_is_there_is_used_and_one_that_is_not_fails_with_the_remedy()
    {
        await harness.GetAsync();
        await using var free = harness.Open();
        await using var bound = harness.Open(("SchemaRegistry:Registration", "Never"));
        var topic = $"registered-{Guid.NewGuid():N}";
        var schema = new SchemaRegistration(
            topic, SchemaRole.Value, "org.example.v1.CloudEvent", """{"fields": [], "name": "CloudEvent", "namespace": "org.example.v1", "type": "record"}""", "ni:");

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await ((ISchemaStore)bound).RegisterAsync(schema, TestContext.Current.CancellationToken));
        Assert.Equal(FaultCode.InvalidArgument, bound.Classify(failure));
        Assert.Contains($"'{topic}-org.example.v1.CloudEvent'", failure.Message, StringComparison.Ordinal);

        var mark = await ((ISchemaStore)free).RegisterAsync(schema, TestContext.Current.CancellationToken);
        Assert.Equal(mark, await ((ISchemaStore)bound).RegisterAsync(schema, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Bearer of-tests", "SchemaRegistry:Token", "of-tests")]
    [InlineData("Basic bWU6Ym90", "SchemaRegistry:User", "me", "SchemaRegistry:Password", "bot")]
    public async Task The_registry_is_shown_who_asks(string expected, params string[] settings)
    {
        using var registry = new HttpListener();
        var port = FreePort();
        registry.Prefixes.Add($"http://127.0.0.1:{port}/");
        registry.Start();
        await using var transport = RegistryHarness.Make(
            [("BootstrapServers", "127.0.0.1:1"), ("SchemaRegistry:Url", $"http://127.0.0.1:{port}"), .. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        var asking = ((ISchemaStore)transport).GetAsync(new SchemaMark(1, null), TestContext.Current.CancellationToken).AsTask();
        var request = await registry.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(expected, request.Request.Headers["Authorization"]);
        request.Response.StatusCode = 401;
        request.Response.ContentType = "application/vnd.schemaregistry.v1+json";
        request.Response.Close("""{"error_code": 40101, "message": "no"}"""u8.ToArray(), willBlock: true);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => asking);
        Assert.True(transport.Classify(failure) == FaultCode.Unauthenticated, failure.ToString());
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_is_given_up_on_in_time_also_by_the_probe()
    {
        await harness.GetAsync();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var transport = harness.Open(
            ("SchemaRegistry:Url", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), ("SchemaRegistry:Timeout", "00:00:01"));

        var failure = await Assert.ThrowsAnyAsync<Exception>(
            async () => await ((IProbe)transport).ProbeAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(FaultCode.Unavailable, transport.Classify(failure));

        await using var there = harness.Open();
        Assert.EndsWith("schema registry", (await ((IProbe)there).ProbeAsync(TestContext.Current.CancellationToken)).Server, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://registry", "SchemaRegistry:Url")]
    [InlineData("registry:8081", "SchemaRegistry:Url")]
    public void An_address_that_is_none_is_refused_by_its_path(string url, string path)
    {
        var failure = Assert.Throws<SettingException>(() => RegistryHarness.Make(("BootstrapServers", "127.0.0.1:1"), ("SchemaRegistry:Url", url)));
        Assert.EndsWith(path, failure.Path, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
