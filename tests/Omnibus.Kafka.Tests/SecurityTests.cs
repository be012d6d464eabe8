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
