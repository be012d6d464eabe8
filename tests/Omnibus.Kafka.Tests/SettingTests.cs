using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>What configuration is taken and what is refused, without a broker.</summary>
public sealed class SettingTests
{
    [Fact]
    public void The_addresses_are_required()
    {
        var exception = Assert.Throws<SettingException>(() => Create(("BootstrapServers", null)));

        Assert.Equal("Omnibus:Transports:main:BootstrapServers", exception.Path);
    }

    [Theory]
    [InlineData("group.id")]
    [InlineData("acks")]
    [InlineData("Enable.Auto.Commit")]
    [InlineData("message.timeout.ms")]
    [InlineData("bootstrap.servers")]
    [InlineData("dotnet.cancellation.delay.max.ms")]
    public void What_the_driver_decides_cannot_be_set(string property)
    {
        var exception = Assert.Throws<SettingException>(() => Create(($"Client:{property}", "1")));

        Assert.Equal($"Omnibus:Transports:main:Client:{property}", exception.Path);
        Assert.Contains($"'{property.ToLowerInvariant()}'", exception.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no.such.property", "1", "no.such.property")]
    [InlineData("compression.type", "zipped", "zipped")]
    [InlineData("ssl.ca.location", "missing.pem", "ssl.ca.location")]
    [InlineData("max.in.flight", "100", "max.in.flight")]
    public void What_librdkafka_refuses_is_refused_at_start(string property, string value, string named)
    {
        var exception = Assert.Throws<SettingException>(() => Create(("Client:security.protocol", "ssl"), ($"Client:{property}", value)));

        Assert.Equal("Omnibus:Transports:main:Client", exception.Path);
        Assert.Contains(named, exception.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_in_no_message()
    {
        var exception = Assert.Throws<SettingException>(() => Create(("Client:security.protocol", "ssl"), ("Client:ssl.key.pem", "hunter2")));

        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Colons_stand_for_dots_and_case_does_not_matter()
    {
        var settings = new TransportSettings("main", "Omnibus:Transports:main", new Dictionary<string, string?>
        {
            ["BootstrapServers"] = "localhost:1",
            ["CLIENT:SASL:USERNAME"] = "Alice",
            ["Client:linger.ms"] = "7",
            ["Client:empty"] = "",
        });

        var options = KafkaOptions.Read(settings);

        Assert.Equal(new Dictionary<string, string> { ["sasl.username"] = "Alice", ["linger.ms"] = "7" }, options.Client);
        Assert.Equal(7, options.Producer(Host, new ProducerRequest()).LingerMs);
        Assert.Empty(settings.Unread());
    }

    [Fact]
    public void A_transport_is_made_without_a_broker() => Assert.NotNull(Create(("Client:compression.type", "lz4")));

    [Fact]
    public void A_member_is_static_only_where_the_instance_is_configured()
    {
        var options = KafkaOptions.Read(Settings(("BootstrapServers", "localhost:1")));
        var request = new ConsumerRequest { Group = "group", Topics = ["topic"], Coordination = Coordination.Broker, Member = "lms-1.welcome" };

        Assert.Null(options.Consumer(Host, request).GroupInstanceId);
        Assert.Equal("lms-1.welcome", options.Consumer(Host with { InstanceIsConfigured = true }, request).GroupInstanceId);
        Assert.Null(options.Consumer(Host with { InstanceIsConfigured = true }, request with { Group = null }).GroupInstanceId);
    }

    [Fact]
    public void One_setting_bounds_what_a_consumer_holds_ahead_of_its_handlers()
    {
        var request = new ConsumerRequest { Group = "group", Topics = ["topic"], Coordination = Coordination.Broker };

        var small = KafkaOptions.Read(Settings(("Prefetch", "8 MB"))).Consumer(Host, request);
        Assert.Equal((4096, 4 << 20), (small.QueuedMaxMessagesKbytes, small.FetchMaxBytes));
        Assert.NotNull(Create(("Prefetch", "4 MB")));
        Assert.NotNull(Create(("Prefetch", "1 GB")));
        Assert.EndsWith(":Prefetch", Assert.Throws<SettingException>(() => Create(("Prefetch", "1 MB"))).Path, StringComparison.Ordinal);
        Assert.Throws<SettingException>(() => Create(("Client:queued.max.messages.kbytes", "1")));
    }

    [Fact]
    public void Transactions_that_were_aborted_cannot_be_asked_for() => Assert.Throws<SettingException>(() => Create(("Client:isolation.level", "read_uncommitted")));

    [Fact]
    public void Every_way_to_show_who_one_is_can_be_configured()
    {
        (string, string?)[][] ways =
        [
            [("Client:security.protocol", "ssl")],
            [("Client:security.protocol", "sasl_ssl"), ("Client:sasl.mechanism", "PLAIN"), ("Client:sasl.username", "a"), ("Client:sasl.password", "b")],
            [("Client:security.protocol", "sasl_ssl"), ("Client:sasl.mechanism", "SCRAM-SHA-512"), ("Client:sasl.username", "a"), ("Client:sasl.password", "b")],
            [
                ("Client:security.protocol", "sasl_ssl"), ("Client:sasl.mechanism", "OAUTHBEARER"), ("Client:sasl.oauthbearer.method", "oidc"),
                ("Client:sasl.oauthbearer.client.id", "a"), ("Client:sasl.oauthbearer.client.secret", "b"),
                ("Client:sasl.oauthbearer.token.endpoint.url", "https://login.example/token"),
            ],
        ];
        Assert.All(ways, way => Assert.NotNull(Create(way)));
    }

    [Fact]
    public void A_driver_that_cannot_be_used_here_is_listed_with_the_reason_and_costs_nothing_else()
    {
        Assert.Null(((ITransportFactory)new KafkaFactory()).WhyNotHere());
        Assert.Contains("libsasl2.so.3 is missing", KafkaLibrary.WhyNot(static () => throw new DllNotFoundException("libsasl2.so.3 is missing")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_does_not_load_is_named_with_a_remedy()
    {
        var exception = Assert.Throws<SettingException>(
            () => KafkaLibrary.Load("Omnibus:Transports:main", static () => throw new DllNotFoundException("libsasl2.so.3 is missing")));

        Assert.Contains("librdkafka does not load", exception.Problem, StringComparison.Ordinal);
        Assert.Contains("libsasl2.so.3 is missing", exception.Problem, StringComparison.Ordinal);
        Assert.Contains("another driver", exception.Problem, StringComparison.Ordinal);
    }

    private static TransportHost Host { get; } =
        new() { TimeProvider = TimeProvider.System, Notices = new Notices(), Service = "test", Instance = "test-1" };

    private static ITransport Create(params (string Name, string? Value)[] entries) => new KafkaFactory().Create(Settings(entries), Host);

    private static TransportSettings Settings(params (string Name, string? Value)[] entries)
    {
        var values = new Dictionary<string, string?> { ["BootstrapServers"] = "127.0.0.1:1" };
        foreach (var (name, value) in entries)
        {
            values[name] = value;
        }

        return new TransportSettings("main", "Omnibus:Transports:main", values);
    }
}
