using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>Records that fail, and those beside them.</summary>
public sealed class SendingTests(SharedKafka shared) : KafkaTest(shared)
{
    [Fact]
    public async Task A_record_beyond_the_clients_limit_fails_alone()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        var producer = await ProducerAsync(transport);

        var records = await SendAsync(
            producer, new TestRecord(Topic, "before"), new TestRecord(Topic, new string('x', 1_100_000)), new TestRecord(Topic, "after"));

        Assert.Equal([null, FaultCode.TooLarge, null], records.Select(record => CodeOf(transport, record)));
        Assert.False(records[1].MayBeStored);
    }

    [Fact]
    public async Task A_record_beyond_its_topics_own_limit_fails_with_its_batch_and_the_producer_goes_on()
    {
        var transport = Open();
        await Plain.CreateTopicsAsync(
            [new() { Name = Topic, NumPartitions = 1, ReplicationFactor = -1, Configs = new Dictionary<string, string> { ["max.message.bytes"] = "2000" } }]);
        var producer = await ProducerAsync(transport);
        await SendUntilMadeAsync(producer, transport);

        var records = await SendAsync(
            producer, new TestRecord(Topic, "before"), new TestRecord(Topic, new string('x', 3000)), new TestRecord(Topic, "after"));
        Assert.Equal((FaultCode.TooLarge, false), (CodeOf(transport, records[1]), records[1].MayBeStored));

        // The broker refuses whole batches: which records shared one is a matter of moments.
        Assert.All(records, record => Assert.True(CodeOf(transport, record) is null or FaultCode.TooLarge && !record.MayBeStored));
        var after = await SendNumbersAsync(producer, 0, 3);
        Assert.Equal(after.Select(record => record.Position).Order(), after.Select(record => record.Position));
    }

    [Fact]
    public async Task A_record_for_a_partition_that_is_not_there_fails_alone()
    {
        var transport = Open();
        await MakeAsync(transport, 2);
        var producer = await ProducerAsync(transport);

        var records = await SendAsync(
            producer, new TestRecord(Topic, "before"), new TestRecord(Topic, "lost", partition: 9), new TestRecord(Topic, "after"));

        Assert.Equal([null, FaultCode.InvalidArgument, null], records.Select(record => CodeOf(transport, record)));
    }

    private static FaultCode? CodeOf(KafkaTransport transport, TestRecord record) =>
        record.Failure is { } failure ? transport.Classify(failure) : null;

    private Task SendUntilMadeAsync(IProducerDriver producer, KafkaTransport transport) => UntilAsync(
        async () =>
        {
            var code = CodeOf(transport, (await SendAsync(producer, new TestRecord(Topic, "first")))[0]);
            Assert.True(code is null or FaultCode.NotFound, $"It failed as {code}.");
            return code is null;
        },
        "The appearance of a topic");
}
