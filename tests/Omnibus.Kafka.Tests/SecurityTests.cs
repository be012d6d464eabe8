using Confluent.Kafka.Admin;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>A cluster that lets in only whom it knows: refusals show in the client's error handler, and become the fault of records and calls.</summary>
public sealed class SecurityTests(GuardedKafka guarded) : KafkaTest(guarded), IClassFixture<GuardedKafka>
{
    private static readonly TimeSpan s_sendTimeout = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_wrong_password_is_the_fault_of_records_of_consumers_and_of_administration()
    {
        var transport = Open(Cluster.Lines["sasl_bootstrap"], client: Sasl("wrong"));

        await AssertFaultAsync(transport, FaultCode.Unauthenticated);
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_is_the_fault_of_records_of_consumers_and_of_administration()
    {
        var transport = Open(
            Cluster.Lines["tls_bootstrap"], client: [("security.protocol", "SSL"), ("ssl.ca.location", Cluster.Lines["other_ca"])]);

        await AssertFaultAsync(transport, FaultCode.Misconfigured);
    }

    [Fact]
    public async Task Who_may_not_write_is_told_so()
    {
        await MakeAsync(Open(), partitions: 1);
        var transport = Open(Cluster.Lines["sasl_bootstrap"], client: Sasl(Cluster.Lines["password"]));

        await AssertFaultAsync(transport, FaultCode.PermissionDenied, probe: false);
    }

    [Fact]
    public async Task Over_TLS_with_the_right_authority_records_come_through()
    {
        var transport = Open(Cluster.Lines["tls_bootstrap"], client: [("security.protocol", "SSL"), ("ssl.ca.location", Cluster.Lines["ca"])]);
        await MakeAsync(transport, partitions: 1);
        await SendNumbersAsync(await ProducerAsync(transport), 0, 5);
        var reader = await MemberAsync(transport);

        Assert.Equal(["0", "1", "2", "3", "4"], (await reader.ReceiveUntilAsync(5)).Select(received => received.Body));
    }

    [Theory]
    [InlineData("PLAIN", false)]
    [InlineData("SCRAM-SHA-256", false)]
    [InlineData("SCRAM-SHA-512", false)]
    [InlineData("SCRAM-SHA-512", true)]
    public async Task Who_shows_the_right_password_may_do_what_is_allowed(string mechanism, bool tls)
    {
        await MakeAsync(Open(), partitions: 1);
        await AllowAsync(Cluster.Lines["user"]);
        var transport = Open(
            Cluster.Lines[tls ? "sasl_tls_bootstrap" : "sasl_bootstrap"],
            client:
            [
                ("security.protocol", tls ? "SASL_SSL" : "SASL_PLAINTEXT"), ("ssl.ca.location", Cluster.Lines["ca"]), ("sasl.mechanism", mechanism),
                ("sasl.username", Cluster.Lines["user"]), ("sasl.password", Cluster.Lines["password"]),
            ]);

        await AssertComesThroughAsync(transport);
    }

    [Fact]
    public async Task Who_shows_a_token_may_do_what_is_allowed()
    {
        await MakeAsync(Open(), partitions: 1);
        await AllowAsync("bearer");
        var transport = Open(
            Cluster.Lines["sasl_bootstrap"],
            client:
            [
                ("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "OAUTHBEARER"),
                ("enable.sasl.oauthbearer.unsecure.jwt", "true"), ("sasl.oauthbearer.config", "principal=bearer"),
            ]);

        await AssertComesThroughAsync(transport);
    }

    [Fact]
    public async Task Who_shows_a_certificate_may_do_what_is_allowed_and_nothing_else()
    {
        await MakeAsync(Open(), partitions: 1);
        await AllowAsync("CN=test-client");
        var transport = Open(
            Cluster.Lines["tls_bootstrap"],
            client:
            [
                ("security.protocol", "SSL"), ("ssl.ca.location", Cluster.Lines["ca"]),
                ("ssl.certificate.location", Cluster.Lines["client_cert"]), ("ssl.key.location", Cluster.Lines["client_key"]),
            ]);

        await AssertComesThroughAsync(transport);

        // Without the certificate everything is allowed here: it was seen.
        Assert.NotEmpty((await transport.ProbeAsync(Stop)).MissingPermissions);
        Assert.Empty((await Open().ProbeAsync(Stop)).MissingPermissions);
    }

    [Fact]
    public async Task A_probe_names_what_is_not_allowed_and_what_to_grant()
    {
        await MakeAsync(Open(), partitions: 1);
        await AllowAsync(Cluster.Lines["user"], AclOperation.Read);
        var transport = Open(Cluster.Lines["sasl_bootstrap"], client: Sasl(Cluster.Lines["password"]));

        var missing = (await transport.ProbeAsync(Stop)).MissingPermissions;

        Assert.Contains(missing, sentence => sentence.Contains("Grant Create", StringComparison.Ordinal));
        Assert.Contains(missing, sentence => sentence.Contains("Grant Write", StringComparison.Ordinal) && sentence.Contains(Topic, StringComparison.Ordinal));
        Assert.DoesNotContain(missing, sentence => sentence.Contains("Grant Read", StringComparison.Ordinal) && sentence.Contains(Topic, StringComparison.Ordinal));
    }

    /// <summary>Allows somebody something on the topic and the group of this test.</summary>
    private async Task AllowAsync(string user, AclOperation operation = AclOperation.All)
    {
        var bindings = ((ResourceType Type, string Name)[])[(ResourceType.Topic, Topic), (ResourceType.Group, Group)];
        await Plain.CreateAclsAsync(bindings.Select(resource => new AclBinding
        {
            Pattern = new ResourcePattern { Type = resource.Type, Name = resource.Name, ResourcePatternType = ResourcePatternType.Literal },
            Entry = new AccessControlEntry
            {
                Principal = $"User:{user}", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow,
            },
        }));

        // They hold where they can be seen.
        var filter = new AclBindingFilter
        {
            PatternFilter = new ResourcePatternFilter { Type = ResourceType.Group, Name = Group, ResourcePatternType = ResourcePatternType.Literal },
            EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Any },
        };
        await UntilAsync(async () => (await Plain.DescribeAclsAsync(filter)).AclBindings.Count > 0, "The appearance of a permission");
    }

    private async Task AssertComesThroughAsync(KafkaTransport transport)
    {
        await SendNumbersAsync(await ProducerAsync(transport), 0, 3);
        var reader = await MemberAsync(transport);
        var received = await reader.ReceiveUntilAsync(3);
        Assert.Equal(["0", "1", "2"], received.Select(record => record.Body));
        await reader.SettleAsync(received[2]);
    }

    private async Task AssertFaultAsync(KafkaTransport transport, FaultCode expected, bool probe = true)
    {
        var producer = await ProducerAsync(transport, s_sendTimeout);
        var record = (await SendAsync(producer, new TestRecord(Topic, "body")))[0];
        Assert.NotNull(record.Failure);
        Assert.Equal((expected, false), (transport.Classify(record.Failure), record.MayBeStored));

        var opening = await Assert.ThrowsAnyAsync<Exception>(() => MemberAsync(transport));
        Assert.Equal(expected, transport.Classify(opening));

        if (probe)
        {
            var probing = await Assert.ThrowsAnyAsync<Exception>(async () => await transport.ProbeAsync(Stop));
            Assert.Equal(expected, transport.Classify(probing));
        }
    }

    private (string Property, string Value)[] Sasl(string password) =>
    [
        ("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN"), ("sasl.username", Cluster.Lines["user"]), ("sasl.password", password),
    ];
}
