using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

/// <summary>A cluster where who comes with a password may do what was granted, and nothing else.</summary>
public sealed class KafkaTests : IAsyncLifetime
{
    private KafkaCluster _cluster = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await KafkaCluster.StartAsync(
        new KafkaClusterOptions
        {
            Sasl = true,
            Properties = { ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer", ["super.users"] = "User:ANONYMOUS" },
        },
        Stop);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? default;

    [Fact]
    public async Task A_wrong_password_and_missing_permissions_are_told_apart_and_named()
    {
        using var stranger = PatientWith("wrong-secret");
        var wrong = await stranger.InsideAsync("doctor");
        Assert.Equal(ExitCode.Configuration, wrong.Code);
        Assert.Contains("does not accept the user or the password.", Assert.Single(wrong.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Output + wrong.Error, StringComparison.Ordinal);

        // Everything but writing to the one topic that is there.
        await GrantAsync(
            (ResourceType.Topic, "counted", AclOperation.Read), (ResourceType.Topic, "omnibus-schemas", AclOperation.All),
            (ResourceType.Topic, "counted.counters.dead-letter", AclOperation.All), (ResourceType.Group, "counters", AclOperation.Read));
        using var reader = PatientWith(_cluster.Lines["password"]);
        var missing = await reader.InsideAsync("doctor");
        Assert.Equal(ExitCode.Configuration, missing.Code);
        Assert.Equal(
            ["Omnibus:Transports:kafka: Topic 'counted' may not be published to. Grant Write on topic 'counted' to this service's user. (PermissionDenied, OMN1008)"], missing.Problems);

        await GrantAsync((ResourceType.Topic, "counted", AclOperation.Write));
        Assert.Equal((ExitCode.Done, ""), await ResultAsync(reader));
    }

    private static async Task<(int, string)> ResultAsync(Patient patient)
    {
        var outcome = await patient.InsideAsync("doctor");
        return (outcome.Code, string.Join('\n', outcome.Problems));
    }

    private Patient PatientWith(string password) => new(
        ("Transport", "kafka"), ("Transports:kafka:BootstrapServers", _cluster.Lines["sasl_bootstrap"]), ("Transports:kafka:Client:security.protocol", "SASL_PLAINTEXT"),
        ("Transports:kafka:Client:sasl.mechanism", "PLAIN"), ("Transports:kafka:Client:sasl.username", _cluster.Lines["user"]), ("Transports:kafka:Client:sasl.password", password),
        ("Transports:kafka:SchemaTopic", "omnibus-schemas"),
        ("Consume:counter:Group", "counters"), ("Publish:counts:Event", "test.counted.v1"));

    /// <summary>Makes the topic, and grants.</summary>
    private async Task GrantAsync(params (ResourceType Type, string Name, AclOperation Operation)[] grants)
    {
        using var plain = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _cluster.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        try
        {
            await plain.CreateTopicsAsync([new Confluent.Kafka.Admin.TopicSpecification { Name = "counted", NumPartitions = 1, ReplicationFactor = 1 }]);
        }
        catch (CreateTopicsException exception) when (exception.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
        }

        await plain.CreateAclsAsync(grants.Select(grant => new AclBinding
        {
            Pattern = new ResourcePattern { Type = grant.Type, Name = grant.Name, ResourcePatternType = ResourcePatternType.Literal },
            Entry = new AccessControlEntry { Principal = $"User:{_cluster.Lines["user"]}", Host = "*", Operation = grant.Operation, PermissionType = AclPermissionType.Allow },
        }));

        // They hold where they can be seen.
        var (type, name, _) = grants[^1];
        var filter = new AclBindingFilter
        {
            PatternFilter = new ResourcePatternFilter { Type = type, Name = name, ResourcePatternType = ResourcePatternType.Literal },
            EntryFilter = new AccessControlEntryFilter { Operation = grants[^1].Operation, PermissionType = AclPermissionType.Any },
        };
        while ((await plain.DescribeAclsAsync(filter)).AclBindings.Count == 0)
        {
            Stop.ThrowIfCancellationRequested();
        }
    }
}
