using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Tests;

/// <summary>Where reading begins and goes on when the topic changes under it.</summary>
public sealed class PositionTests(SharedKafka shared) : KafkaTest(shared)
{
    [Fact]
    public async Task A_position_that_was_removed_is_reported_and_reading_goes_on_with_the_oldest_record()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        await SendNumbersAsync(await ProducerAsync(transport), 0, 10);
        var before = await MemberAsync(transport);
        await before.ReceiveUntilAsync(1);
        await before.DisposeAsync();
        await Plain.DeleteRecordsAsync([new Confluent.Kafka.TopicPartitionOffset(Topic, 0, 6)]);

        var after = await MemberAsync(transport);
        var received = await after.ReceiveUntilAsync(4);

        Assert.Equal(["6", "7", "8", "9"], received.Select(record => record.Body));
        Assert.Contains((NoticeCode.Trimmed, 6, $"{Topic}[0]"), Notices.All);
    }

    [Fact]
    public async Task A_partition_that_is_added_is_read_from_its_first_record_also_by_a_group_that_started_latest()
    {
        var transport = Open(client: [("topic.metadata.refresh.interval.ms", "300"), ("heartbeat.interval.ms", "300")]);
        await MakeAsync(transport, 1);
        await SendNumbersAsync(await ProducerAsync(transport), 0, 3);
        var reader = await MemberAsync(transport, StartPoint.Latest);
        await reader.ReceiveUntilAsync(_ => reader.Owner.Owned.Count == 1, "An assignment");

        await Plain.CreatePartitionsAsync([new PartitionsSpecification { Topic = Topic, IncreaseTo = 2 }]);
        var producer = await ProducerAsync(transport);
        await UntilAsync(
            async () =>
            {
                var failure = (await SendAsync(producer, new TestRecord(Topic, "new", partition: 1)))[0].Failure;
                Assert.True(failure is null || transport.Classify(failure) == FaultCode.InvalidArgument, failure?.Message);
                return failure is null;
            },
            "The appearance of a partition");
        Assert.Equal("new", Assert.Single(await reader.ReceiveUntilAsync(1)).Body);
    }

    [Fact]
    public async Task A_topic_that_is_removed_is_reported_and_takes_its_own_partitions_only()
    {
        var transport = Open(client: [("topic.metadata.refresh.interval.ms", "300"), ("heartbeat.interval.ms", "300")]);
        await MakeAsync(transport, 1);
        var other = Topic + "-other";
        Assert.True(await transport.CreateAsync(new Omnibus.Drivers.TopicSpecification(other) { Partitions = 1 }, Stop));
        var producer = await ProducerAsync(transport);
        await SendAsync(producer, new TestRecord(Topic, "stays"), new TestRecord(other, "goes"));
        var reader = await MemberAsync(transport, topics: [Topic, other]);
        Assert.Equal(["goes", "stays"], (await reader.ReceiveUntilAsync(2)).Select(record => record.Body).Order());

        Assert.True(await transport.DeleteAsync(other, Stop));
        await reader.ReceiveUntilAsync(_ => reader.Owner.Owned.Count == 1, "The loss of a topic's partitions");
        await SendAsync(producer, new TestRecord(Topic, "goes on"));

        var next = Assert.Single(await reader.ReceiveUntilAsync(1));
        Assert.Equal("goes on", next.Body);
        await reader.SettleAsync(next);
    }

    [Fact]
    public async Task Latest_means_from_when_the_consumer_was_opened_however_long_joining_takes()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        var producer = await ProducerAsync(transport);
        await SendNumbersAsync(producer, 0, 3);
        var reader = await MemberAsync(transport, StartPoint.Latest);
        await SendNumbersAsync(producer, 3, 2);

        Assert.Equal(["3", "4"], (await reader.ReceiveUntilAsync(2)).Select(record => record.Body));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.4, 1)]
    [InlineData(1, 1)]
    [InlineData(1500, 3)]
    [InlineData(3000, 3)]
    [InlineData(3001, 4)]
    public async Task A_time_leads_to_the_first_record_of_that_time_or_later_and_else_to_the_end(double milliseconds, int expected)
    {
        var transport = Open();
        await MakeAsync(transport, 2);
        var epoch = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using (var plain = new ProducerBuilder<byte[]?, string>(new ProducerConfig { BootstrapServers = Cluster.BootstrapServers }).Build())
        {
            foreach (var time in (int[])[0, 1, 1000, 3000])
            {
                await plain.ProduceAsync(
                    new Confluent.Kafka.TopicPartition(Topic, 0),
                    new Message<byte[]?, string> { Value = $"{time}", Timestamp = new Timestamp(epoch.AddMilliseconds(time)) },
                    Stop);
            }
        }

        var at = epoch.AddMilliseconds(milliseconds);
        Assert.Equal(new Position(0, (ulong)expected), await ((ITimeIndex)transport).FindAsync(new TopicPartition(Topic, 0), at, Stop));
        Assert.Equal(new Position(0, 0), await ((ITimeIndex)transport).FindAsync(new TopicPartition(Topic, 1), at, Stop));

        var reader = await MemberAsync(transport, StartPoint.At(at));
        await reader.ReceiveUntilAsync(_ => reader.Owner.Owned.Count == 2, "An assignment");
        Assert.Equal(new Position(0, (ulong)expected), reader.Owner.Owned[new TopicPartition(Topic, 0)]);
    }

    [Fact]
    public async Task What_a_transaction_aborted_does_not_come()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        using (var plain = new ProducerBuilder<byte[]?, string>(
            new ProducerConfig { BootstrapServers = Cluster.BootstrapServers, TransactionalId = Topic }).Build())
        {
            plain.InitTransactions(TimeSpan.FromSeconds(30));
            foreach (var (value, commit) in ((string, bool)[])[("first", true), ("aborted", false), ("last", true)])
            {
                plain.BeginTransaction();
                await plain.ProduceAsync(Topic, new Message<byte[]?, string> { Value = value }, Stop);
                if (commit)
                {
                    plain.CommitTransaction();
                }
                else
                {
                    plain.AbortTransaction();
                }
            }
        }

        Assert.Equal(["first", "last"], (await (await MemberAsync(transport)).ReceiveUntilAsync(2)).Select(record => record.Body));
    }

    [Fact]
    public async Task A_group_is_described_with_its_lag_also_after_its_topic_is_gone()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        await SendNumbersAsync(await ProducerAsync(transport), 0, 5);
        var reader = await MemberAsync(transport);
        await reader.SettleAsync((await reader.ReceiveUntilAsync(5))[1]);
        await reader.DisposeAsync();

        Assert.Equal((new Position(0, 2), 3), PlaceOf(await transport.DescribeGroupAsync(Group, Stop)));
        Assert.True(await transport.DeleteAsync(Topic, Stop));
        var left = await transport.DescribeGroupAsync(Group, Stop);
        Assert.True(left is null || left.Partitions.All(place => place.Lag is null), "A group has a lag in a topic that is gone.");
    }

    private static (Position, long?) PlaceOf(GroupDescription? group)
    {
        var place = Assert.Single(group!.Partitions);
        return (place.Position, place.Lag);
    }
}
